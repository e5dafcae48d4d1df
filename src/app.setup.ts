import type { NestExpressApplication } from '@nestjs/platform-express';
import { json, type NextFunction, type Request, type Response, Router } from 'express';
import helmet from 'helmet';
import { Configuration } from './config/configuration.js';
import { answerProblem } from './http/problem.filter.js';
import { serveOpenApi } from './openapi/openapi.js';
import { RequestLog } from './observability/request-log.js';
import { Shutdown } from './observability/shutdown.js';
import { isScim, scimHeaders } from './scim/http/scim-headers.js';

/** Room for what people send, and for a key of the organization that is wrapped for many thousand members. */
const MAX_API_BODY = '64kb';
const MAX_ROTATION_BODY = '64mb';

/** What the server needs beyond its modules; the same for the process and for tests. */
export function setUp(app: NestExpressApplication): void {
  const { TRUST_PROXY, PUBLIC_URL } = app.get(Configuration);
  const shutdown = app.get(Shutdown);
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', TRUST_PROXY);
  app.set('query parser', 'simple');
  app.use(app.get(RequestLog).observe);
  const pageHeaders = helmet({ contentSecurityPolicy: { directives: contentSecurity(PUBLIC_URL) } });
  app.use((request: Request, response: Response, next: NextFunction) => {
    const headers = isScim(request) ? scimHeaders : pageHeaders;
    headers(request, response, next);
  });
  app.use((_request: Request, response: Response, next: NextFunction) => {
    if (shutdown.isClosing) response.setHeader('Connection', 'close');
    next();
  });
  app.use('/api/v1', api());
  serveOpenApi(app);
}

/** What comes before the routes of the API for applications and admins. */
function api(): Router {
  const router = Router();
  router.use((_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.use('/organizations/:organizationId/key-rotations', json({ limit: MAX_ROTATION_BODY }));
  router.use(json({ limit: MAX_API_BODY }));
  router.use((error: unknown, request: Request, response: Response, _next: NextFunction) =>
    answerProblem(error, request, response),
  );
  return router;
}

/** Browsers are sent to https only where the server is reached so. */
function contentSecurity(publicUrl: string): Record<string, null> {
  return publicUrl.startsWith('https:') ? {} : { upgradeInsecureRequests: null };
}
