import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import type { Request } from 'express';
import { Configuration } from '../../config/configuration.js';
import { BodyReader } from './body.js';

@Injectable()
class BodyPipe implements PipeTransform<Request, Promise<unknown>> {
  private readonly bodies: BodyReader;

  constructor(configuration: Configuration) {
    this.bodies = new BodyReader(configuration.SCIM_MAX_PAYLOAD_SIZE);
  }

  transform(request: Request): Promise<unknown> {
    return this.bodies.read(request, request.res!);
  }
}

const requestOf = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<Request>(),
);

/** The JSON body of a SCIM request, read when its key has been checked. */
export const ScimBody = () => requestOf(BodyPipe);
