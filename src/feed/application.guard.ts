import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { ApplicationKey } from '../application-keys/application-keys.repository.js';
import { ApplicationKeysService } from '../application-keys/application-keys.service.js';
import { ScimError } from '../scim/protocol/scim-error.js';

const BEARER = /^bearer +(\S+)$/i;

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
  constructor(private readonly keys: ApplicationKeysService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ApplicationRequest>();
    const [, text = ''] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    const organizationId = String(request.params['organizationId']);
    const key = await this.authenticate(text, organizationId);
    await this.keys.noteUse(key);
    request.application = { key, verify: async () => void (await this.authenticate(text, organizationId)) };
    return true;
  }

  private async authenticate(text: string, organizationId: string): Promise<ApplicationKey> {
    const key = await this.keys.authenticate(text, organizationId);
    if (key) return key;
    throw new ScimError(401, 'Send "Authorization: Bearer" with an application key of this organization', undefined, {
      'WWW-Authenticate': 'Bearer realm="Muster events"',
    });
  }
}
