import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BearerStrategy } from '../../platform/http/bearer.strategy.js';
import { AdminCredentials, type SignedInAdmin } from './admin-credentials.js';

/** The realm of `WWW-Authenticate` for admins and their scripts. */
export const REALM = 'Muster';

/** Personal tokens of admins. */
@Injectable()
export class AdminTokenStrategy extends BearerStrategy('admin-token', REALM) {
  constructor(private readonly credentials: AdminCredentials) {
    super();
  }

  async validate(_request: Request, text: string): Promise<SignedInAdmin | false> {
    return (await this.credentials.ofToken(text)) ?? false;
  }
}
