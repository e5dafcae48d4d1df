import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { ScimRequest } from '../scim/http/caller.decorator.js';
import { scimErrorOf } from '../scim/http/scim-error-of.js';
import { answerMediaType, isScim } from '../scim/http/scim-headers.js';
import { answerProblem } from './problem-answer.js';

/** Answers every error below /scim as RFC 7644 §3.12 says, and elsewhere as RFC 9457. */
@Catch()
export class AllExceptionsFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<ScimRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    if (!isScim(request)) return answerProblem(exception, request, response);
    if (response.headersSent) return void response.destroy();
    const error = scimErrorOf(exception, request.id);
    request.failure = error;
    response.status(error.status).set(error.headers);
    response.setHeader('Content-Type', answerMediaType(request));
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(error));
  }
}
