import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AdminCredentials, type SignedInAdmin } from './admins/admin-credentials.js';
import { Configuration } from '../platform/config/configuration.js';
import { bearerToken } from '../platform/http/bearer.js';
import { tooManyWrongKeys, WrongKeys } from '../platform/http/wrong-keys.js';
import { adminSessionIn } from './admin-cookie.js';

/** Admins with an account, by the session of their browser or a token of theirs. */
@Injectable()
export class SignedInAdmins {
  constructor(
    private readonly configuration: Configuration,
    private readonly credentials: AdminCredentials,
    private readonly wrongKeys: WrongKeys,
  ) {}

  /** Who sends a request; undefined where nobody is signed in. @throws ScimError 429 after too many wrong tokens */
  async find(request: Request): Promise<SignedInAdmin | undefined> {
    const token = bearerToken(request.headers.authorization);
    if (token === '') return this.ofBrowser(request);
    const admin = await this.credentials.ofToken(token);
    const wait = admin ? undefined : this.wrongKeys.note(request.ip);
    if (wait !== undefined) throw tooManyWrongKeys(wait);
    return admin;
  }

  /** The same without tokens. */
  ofBrowser(request: Request): Promise<SignedInAdmin | undefined> {
    return this.credentials.ofCookie(adminSessionIn(request, this.configuration.PUBLIC_URL));
  }
}
