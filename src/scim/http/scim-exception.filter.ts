import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ConflictError, DatabaseUnavailableError } from '../../database/database-errors.js';
import { ScimError } from '../protocol/scim-error.js';
import { answerMediaType } from './body.js';

const RETRY_AFTER_S = '5';

/** Answers every error below /scim as RFC 7644 §3.12 says; elsewhere in plain JSON of the same wording. */
@Catch()
export class ScimExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger('Requests');

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) return void response.destroy();
    const isScim = /^\/scim(\/|\?|$)/i.test(request.originalUrl);
    if (!isScim && exception instanceof HttpException)
      return void response.status(exception.getStatus()).json(exception.getResponse());
    const error = this.scimError(exception);
    response.status(error.status).set(error.headers);
    response.setHeader('Content-Type', isScim ? answerMediaType(request) : 'application/json; charset=utf-8');
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(error));
  }

  private scimError(exception: unknown): ScimError {
    if (exception instanceof ScimError) return exception;
    if (exception instanceof DatabaseUnavailableError || exception instanceof ConflictError) {
      this.logger.warn(`The database is not available: ${describe(exception.cause)}`);
      return new ScimError(
        503,
        'The database is not available at the moment: the request was not carried out and can be repeated',
        undefined,
        {
          'Retry-After': RETRY_AFTER_S,
        },
      );
    }
    const status = statusOf(exception);
    if (status === 404)
      return new ScimError(404, 'There is nothing at this URL: check the base URL and the name of the endpoint');
    if (status >= 400 && status < 500)
      return new ScimError(status, 'The request could not be understood', status === 400 ? 'invalidSyntax' : undefined);
    this.logger.error(`A request failed: ${describe(exception)}`);
    return new ScimError(
      500,
      'The server failed on this request; nothing was changed. Its log says more under the request id',
    );
  }
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
