import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { MAX_BODY } from './max-body.decorator.js';
import { readBody } from './read-body.js';
import { takesBody } from './takes-body.js';

/** Room for what admins send. */
const MAX_API_BODY = 64 * 1024;

/** A request whose guards have found out how many bytes its body may have. */
export type MeasuredRequest = Request & {
  maxBody?: number;
  /** Lets the sender in again: when a body ends is the sender's choice, and a key may be revoked meanwhile. */
  letInAgain?: () => Promise<void>;
};

/**
 * Reads the bodies of all requests: after the guards have let the sender in, before anything else looks at them, and only
 * where the route has a use for one. Nothing else reads bodies.
 */
@Injectable()
export class BodyInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    return takesBody(context.getClass(), context.getHandler()) ? this.read(context, next) : next.handle();
  }

  private async read(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<MeasuredRequest>();
    request.body = await readBody(request, http.getResponse<Response>(), this.limitFor(context, request));
    await request.letInAgain?.();
    return next.handle();
  }

  private limitFor(context: ExecutionContext, request: MeasuredRequest): number {
    return request.maxBody ?? this.reflector.get<number | undefined>(MAX_BODY, context.getHandler()) ?? MAX_API_BODY;
  }
}
