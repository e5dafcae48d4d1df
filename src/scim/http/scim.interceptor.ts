import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { Configuration } from '../../config/configuration.js';
import { answerMediaType, BodyReader } from './body.js';
import type { ScimRequest } from './caller.decorator.js';

const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** Reads the body and names the media type of the answer, for every SCIM route. */
@Injectable()
export class ScimInterceptor implements NestInterceptor {
  private readonly bodies: BodyReader;

  constructor(configuration: Configuration) {
    this.bodies = new BodyReader(configuration.SCIM_MAX_PAYLOAD_SIZE);
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<ScimRequest>();
    const response = context.switchToHttp().getResponse<Response>();
    if (WITH_BODY.has(request.method)) request.body = await this.bodies.read(request, response);
    response.setHeader('Content-Type', answerMediaType(request));
    return next.handle();
  }
}
