import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { ApplicationKey } from '../application-keys/application-keys.repository.js';
import { ApplicationKeysService } from '../application-keys/application-keys.service.js';
import { bearerChallenge, bearerToken } from '../http/bearer.js';
import { tooManyWrongKeys, WrongKeys } from '../http/wrong-keys.js';
import { ScimError } from '../scim/protocol/scim-error.js';

/** Which application asks. */
export interface CallingApplication {
  readonly key: ApplicationKey;
  /** For requests that take long. @throws ScimError 401 when the key works no more */
  verify(): Promise<void>;
}
type ApplicationRequest = Request & { application?: CallingApplication };

export const Application = createParamDecorator(
  (_: unknown, context: ExecutionContext): CallingApplication =>
    context.switchToHttp().getRequest<ApplicationRequest>().application!,
);

/** Lets in whoever has an application key of the organization in the URL. */
@Injectable()
export class ApplicationGuard implements CanActivate {
  constructor(
    private readonly keys: ApplicationKeysService,
    private readonly wrongKeys: WrongKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ApplicationRequest>();
    const { ip, params, headers } = request;
    const text = bearerToken(headers.authorization);
    const organizationId = String(params['organizationId']);
    const key = await this.keys.authenticate(text, organizationId);
    if (!key) {
      const wait = text === '' ? undefined : this.wrongKeys.note(ip);
      throw wait === undefined ? unauthorized(headers.authorization) : tooManyWrongKeys(wait);
    }
    await this.keys.noteUse(key);
    const verify = async () => {
      if (!(await this.keys.authenticate(text, organizationId))) throw unauthorized(headers.authorization);
    };
    request.application = { key, verify };
    return true;
  }
}

function unauthorized(authorization: string | undefined): ScimError {
  return new ScimError(401, 'Send "Authorization: Bearer" with an application key of this organization', undefined, {
    'WWW-Authenticate': bearerChallenge('Muster events', authorization),
  });
}
