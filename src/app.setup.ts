import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { Configuration } from './platform/config/configuration.js';
import { endUnreadBody } from './platform/http/body/unread-body.js';
import { limitHeaders } from './platform/http/header-limit.js';
import { serveOpenApi } from './web/openapi/openapi.js';
import { Forwarding } from './platform/observability/forwarding.js';
import { RequestLog } from './history/requests/request-log.js';
import { Shutdown } from './platform/observability/shutdown.js';
import { isScim, scimHeaders } from './scim/http/scim-headers.js';
import { explainWrongBaseUrl } from './scim/http/wrong-base-url.js';
import { ResourcesRegistry } from './scim/resource/resources.registry.js';

/** What the server needs beyond its modules; the same for the process and for tests. */
export function setUp(app: NestExpressApplication): void {
  const { TRUST_PROXY, PUBLIC_URL } = app.get(Configuration);
  const shutdown = app.get(Shutdown);
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', TRUST_PROXY);
  app.set('query parser', 'simple');
  app.use(app.get(RequestLog).observe);
  app.use(app.get(Forwarding).observe);
  const pageHeaders = helmet({ contentSecurityPolicy: { directives: contentSecurity(PUBLIC_URL) } });
  app.use((request: Request, response: Response, next: NextFunction) => {
    const headers = isScim(request) ? scimHeaders : pageHeaders;
    headers(request, response, next);
  });
  app.use((_request: Request, response: Response, next: NextFunction) => {
    if (shutdown.isClosing) response.setHeader('Connection', 'close');
    next();
  });
  app.use(endUnreadBody);
  const services = app.get(ResourcesRegistry).list();
  app.use(explainWrongBaseUrl(services.map(({ type }) => type.endpoint)));
  app.use(limitHeaders);
  app.use('/api/v1', (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  serveOpenApi(app);
}

/** Browsers are sent to https only where the server is reached so. */
function contentSecurity(publicUrl: string): Record<string, null> {
  return publicUrl.startsWith('https:') ? {} : { upgradeInsecureRequests: null };
}
