import { STATUS_CODES } from 'node:http';
import { HttpException, NotFoundException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { SchemaDocumentError } from '../scim/attributes/schema-document.js';
import { reasonOf, scimErrorOf } from '../scim/http/scim-error-of.js';
import { Problem } from '../platform/http/problem.js';

/** Answers an error as RFC 9457 says. */
export function answerProblem(exception: unknown, request: Request & { id?: string }, response: Response): void {
  if (response.headersSent) return void response.destroy();
  const { status, reason, detail, more, headers } = problemOf(exception, request.id);
  if (status === 401 && !response.hasHeader('WWW-Authenticate'))
    response.setHeader('WWW-Authenticate', 'Bearer realm="Muster"');
  response.status(status).set(headers).setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  const title = STATUS_CODES[status] ?? 'Error';
  response.end(
    request.method === 'HEAD'
      ? undefined
      : JSON.stringify({ type: 'about:blank', title, status, reason, detail, ...more }),
  );
}

function problemOf(exception: unknown, requestId: string | undefined) {
  const headers = {};
  if (exception instanceof Problem) {
    const { status, reason, detail, more, retryAfter } = exception;
    return { status, reason, detail, more, headers: retryAfter ? { 'Retry-After': String(retryAfter) } : headers };
  }
  if (exception instanceof SchemaDocumentError) {
    const { message: detail, faults: errors } = exception;
    return { status: 400, reason: 'invalid_schema', detail, more: { errors }, headers };
  }
  if (exception instanceof NotFoundException)
    return { status: 404, reason: 'unknown', detail: 'There is nothing at this URL', more: {}, headers };
  if (exception instanceof HttpException && exception.getStatus() < 500) {
    const { message } = exception.getResponse() as { message?: string | string[] };
    const detail = [message ?? exception.message].flat().join('; ');
    return { status: exception.getStatus(), reason: 'invalid', detail, more: {}, headers };
  }
  const error = scimErrorOf(exception, requestId);
  return { status: error.status, reason: reasonOf(error), detail: error.detail, more: {}, headers: error.headers };
}
