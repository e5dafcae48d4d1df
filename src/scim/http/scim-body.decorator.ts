import { createParamDecorator, type ExecutionContext, Injectable, type PipeTransform } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { BodyReader } from './body.js';
import type { ScimRequest } from './caller.decorator.js';

@Injectable()
class BodyPipe implements PipeTransform<ScimRequest, Promise<unknown>> {
  private readonly bodies: BodyReader;

  constructor(configuration: Configuration) {
    this.bodies = new BodyReader(configuration.SCIM_MAX_PAYLOAD_SIZE);
  }

  async transform(request: ScimRequest): Promise<unknown> {
    request.content = await this.bodies.read(request, request.res!);
    return request.content;
  }
}

const requestOf = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<ScimRequest>(),
);

/** The JSON body of a SCIM request, read when its key has been checked. */
export const ScimBody = () => requestOf(BodyPipe);
