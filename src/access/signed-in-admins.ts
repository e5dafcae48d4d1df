import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Configuration } from '../platform/config/configuration.js';
import { adminSessionIn } from './admin-cookie.js';
import { AdminCredentials, type SignedInAdmin } from './admins/admin-credentials.js';

/** Admins with an account, by the session of their browser. */
@Injectable()
export class SignedInAdmins {
  constructor(
    private readonly configuration: Configuration,
    private readonly credentials: AdminCredentials,
  ) {}

  /** Who sends a request; undefined where nobody is signed in. */
  ofBrowser(request: Request): Promise<SignedInAdmin | undefined> {
    return this.credentials.ofCookie(adminSessionIn(request, this.configuration.PUBLIC_URL));
  }
}
