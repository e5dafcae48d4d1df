import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { NextFunction, Response } from 'express';
import type { ScimRequest } from '../scim/http/caller.decorator.js';
import { Log } from './log.js';
import { Metrics } from './metrics.js';

const REQUEST_ID = /^[\w.-]{8,64}$/;
const QUIET = /^\/(livez|readyz|metrics)$/;

/**
 * Gives each request an id, and at its end tells the log and the metrics of it. The line has id, method, path, status,
 * duration, organization and key id. Never a header, a query or a body: filters name people, and keys end up in strange
 * places.
 */
@Injectable()
export class RequestLog {
  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /** Express middleware. */
  readonly observe = (request: ScimRequest, response: Response, next: NextFunction): void => {
    const start = performance.now();
    const given = request.headers['x-request-id'];
    const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    request.id = id;
    response.setHeader('X-Request-Id', id);
    response.once('close', () => this.ended(request, response, performance.now() - start));
    next();
  };

  private ended(request: ScimRequest, response: Response, milliseconds: number): void {
    const { method, originalUrl, scim, id } = request;
    const { statusCode, writableFinished } = response;
    this.metrics.count(request, statusCode, milliseconds / 1_000);
    const path = pathOf(originalUrl);
    if (QUIET.test(path)) return;
    const fields = {
      req: { id, method, path },
      res: { statusCode },
      ...(scim && { organizationId: scim.organizationId, keyId: scim.actor.id }),
      responseTime: Math.round(milliseconds * 10) / 10,
    };
    const message = writableFinished ? 'request completed' : 'request aborted by the client';
    this.log.write(statusCode >= 500 ? 'error' : 'info', fields, message);
  }
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
