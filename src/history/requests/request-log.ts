import { Injectable } from '@nestjs/common';
import type { NextFunction, Response } from 'express';
import { newId } from '../../platform/ids/new-id.js';
import { RequestRecorder } from './request-recorder.js';
import type { ScimRequest } from '../../scim/http/caller.decorator.js';
import { isScim } from '../../scim/http/scim-headers.js';
import { Log } from '../../platform/observability/log.js';
import { Metrics } from '../../platform/observability/metrics.js';

const REQUEST_ID = /^[\w.-]{8,64}$/;
const QUIET = /^\/(livez|readyz|metrics)$/;

/** When a request came: by the clock of the wall and by one that nobody sets. */
interface Arrival {
  readonly id: string;
  readonly time: number;
  readonly start: number;
}

/**
 * Gives each request an id, and at its end tells the log, the metrics and what organizations see of it. The line has id,
 * method, path, status, duration, organization and key id. Never a header, a query or a body: filters name people, and
 * keys end up in strange places.
 */
@Injectable()
export class RequestLog {
  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
    private readonly recorder: RequestRecorder,
  ) {}

  /** Express middleware. */
  readonly observe = (request: ScimRequest, response: Response, next: NextFunction): void => {
    const arrival = { id: newId(), time: Date.now(), start: performance.now() };
    const given = request.headers['x-request-id'];
    const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : arrival.id;
    request.id = id;
    response.setHeader('X-Request-Id', id);
    response.once('close', () => this.ended(request, response, arrival));
    next();
  };

  private ended(request: ScimRequest, response: Response, { id, time, start }: Arrival): void {
    const duration = performance.now() - start;
    this.metrics.count(request, response.statusCode, duration / 1_000);
    this.writeLine(request, response, duration);
    if (isScim(request)) this.recorder.record(request, response, { id, time, duration });
  }

  private writeLine(request: ScimRequest, response: Response, duration: number): void {
    const { method, originalUrl, scim, id } = request;
    const { statusCode, writableFinished } = response;
    const path = pathOf(originalUrl);
    if (QUIET.test(path)) return;
    const fields = {
      req: { id, method, path },
      res: { statusCode },
      organizationId: scim?.organizationId,
      keyId: scim?.actor.id,
      responseTime: Math.round(duration * 10) / 10,
    };
    const message = writableFinished ? 'request completed' : 'request aborted by the client';
    this.log.write(statusCode >= 500 ? 'error' : 'info', fields, message);
  }
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}
