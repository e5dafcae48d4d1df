import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Response } from 'express';
import { isApi } from '../platform/http/is-api.js';
import type { ScimRequest } from '../scim/http/caller.decorator.js';
import { scimErrorOf } from '../scim/http/scim-error-of.js';
import { answerMediaType, isScim } from '../scim/http/scim-headers.js';
import { answerProblem } from './problem-answer.js';

/** Answers every error below /scim as RFC 7644 §3.12 says, below /api/v1 as RFC 9457; elsewhere in plain JSON of the same wording. */
@Catch()
export class AllExceptionsFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<ScimRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    if (isApi(request)) return answerProblem(exception, request, response);
    if (response.headersSent) return void response.destroy();
    const inScim = isScim(request);
    if (!inScim && exception instanceof HttpException)
      return void response.status(exception.getStatus()).json(exception.getResponse());
    const error = scimErrorOf(exception, request.id);
    request.failure = error;
    response.status(error.status).set(error.headers);
    response.setHeader('Content-Type', inScim ? answerMediaType(request) : 'application/json; charset=utf-8');
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(error));
  }
}
