import { HttpException, Logger } from '@nestjs/common';
import {
  ConflictError,
  DatabaseUnavailableError,
  OverBudgetError,
  OverloadedError,
  UnknownOutcomeError,
} from '../../platform/database/database-errors.js';
import { OutdatedSchemasError } from '../../events/events.repository.js';
import { Problem } from '../../platform/http/problem.js';
import { SCIM_TYPES, ScimError, tooMany } from '../protocol/scim-error.js';

const RETRY_AFTER_S = '5';
const logger = new Logger('Requests');

/** The answer to any error; what is not the client's doing is logged under the request's id. */
export function scimErrorOf(exception: unknown, requestId: string | undefined): ScimError {
  if (exception instanceof ScimError) return exception;
  if (exception instanceof Problem) return ofProblem(exception);
  if (exception instanceof OutdatedSchemasError)
    return unavailable(
      'The schemas of the organization have changed a moment ago: the request was not carried out, repeat it later',
    );
  if (exception instanceof OverloadedError) {
    logger.warn({ requestId, msg: `The server is overloaded: ${exception.message}` });
    return unavailable(
      'The server has more requests waiting than it can answer soon: the request was not carried out, repeat it later',
    );
  }
  if (exception instanceof OverBudgetError)
    return tooMany(
      'The database stopped the query because it took too long: use fewer conditions, or join them by "and" to one that an index serves, such as userName, externalId or emails.value with eq',
    );
  if (exception instanceof DatabaseUnavailableError || exception instanceof ConflictError) {
    logger.warn({ requestId, msg: `The database is not available: ${describe(exception.cause)}` });
    return unavailable(
      exception instanceof UnknownOutcomeError
        ? 'The database was lost while it kept the change: the request may have been carried out, and can be repeated without harm'
        : 'The database is not available at the moment: the request was not carried out and can be repeated',
    );
  }
  const status = statusOf(exception);
  if (status === 404)
    return new ScimError(404, 'There is nothing at this URL: check the base URL and the name of the endpoint');
  if (status >= 400 && status < 500)
    return new ScimError(status, 'The request could not be understood', status === 400 ? 'invalidSyntax' : undefined);
  logger.error({ requestId, msg: `A request failed: ${describe(exception)}` });
  return new ScimError(
    500,
    'The server failed on this request; nothing was changed. Its log says more under the request id',
  );
}

function ofProblem({ status, reason, detail, retryAfter }: Problem): ScimError {
  const scimType = SCIM_TYPES.find((type) => type === reason);
  return new ScimError(status, detail, scimType, retryAfter ? { 'Retry-After': String(retryAfter) } : {});
}

function unavailable(detail: string): ScimError {
  return new ScimError(503, detail, undefined, { 'Retry-After': RETRY_AFTER_S });
}

/** Errors of Nest and of Express's own parts carry a status. */
function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  const status = (exception as { status?: unknown } | undefined)?.status;
  return typeof status === 'number' ? status : 500;
}

/** Where an error came from, without its message, which may repeat data. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { name, code, errno } = error as Error & { code?: unknown; errno?: unknown };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8);
  return [`${name} ${[code, errno].filter((part) => part !== undefined).join(' ')}`.trim(), ...frames].join('\n');
}

/** The `reason` of RFC 9457 answers, for what the kernel refuses. */
export function reasonOf({ scimType, status }: ScimError): string {
  return scimType ?? (status < 500 ? 'refused' : 'unavailable');
}
