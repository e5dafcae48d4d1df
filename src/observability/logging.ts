import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Configuration } from '../config/configuration.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';

const REQUEST_ID = /^[\w.-]{8,64}$/;
const QUIET = /^\/(livez|readyz|metrics)$/;

type Logged = IncomingMessage & { originalUrl?: string; scim?: ScimContext };

/**
 * One JSON line a request: id, method, path, status, duration, organization and key id. Never a header, a query or a
 * body: filters name people, and keys end up in strange places.
 */
export function logging({ LOG_LEVEL }: Configuration): Params {
  return {
    pinoHttp: {
      level: LOG_LEVEL,
      genReqId: (request: IncomingMessage, response: ServerResponse) => {
        const given = request.headers['x-request-id'];
        const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
        response.setHeader('X-Request-Id', id);
        return id;
      },
      autoLogging: { ignore: (request: IncomingMessage) => QUIET.test(request.url ?? '') },
      serializers: {
        req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
          id,
          method,
          path: url.split('?')[0],
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
        err: ({ type }: { type: string }) => ({ type }),
      },
      customProps: (request: IncomingMessage) => {
        const { organizationId, actor } = (request as Logged).scim ?? {};
        return organizationId ? { organizationId, keyId: actor?.id } : {};
      },
      customLogLevel: (_request: IncomingMessage, { statusCode }: ServerResponse) =>
        statusCode >= 500 ? 'error' : 'info',
    },
  };
}
