import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BearerStrategy } from '../../platform/http/bearer.strategy.js';
import { Problem } from '../../platform/http/problem.js';
import type { ApplicationKey } from './application-key.entity.js';
import { ApplicationKeysService } from './application-keys.service.js';

/** The realm of `WWW-Authenticate` for applications. */
export const REALM = 'Muster events';
export const UNAUTHORIZED = 'Send "Authorization: Bearer" with an application key of this organization';

/** Which application asks. */
export interface CallingApplication {
  readonly key: ApplicationKey;
  /** For requests that take long. @throws Problem 401 when the key no longer works */
  verify(): Promise<void>;
}

/** Application keys of the organization in the URL. */
@Injectable()
export class ApplicationKeyStrategy extends BearerStrategy('application-key', REALM) {
  constructor(private readonly keys: ApplicationKeysService) {
    super();
  }

  async validate({ params }: Request, text: string): Promise<CallingApplication | false> {
    const organizationId = String(params['organizationId']);
    const find = () => this.keys.authenticate(text, organizationId);
    const key = await find();
    if (!key) return false;
    await this.keys.noteUse(key);
    const verify = async () => {
      if (!(await find())) throw new Problem(401, 'refused', UNAUTHORIZED);
    };
    return { key, verify };
  }
}
