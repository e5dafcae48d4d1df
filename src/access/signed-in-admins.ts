import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { AdminCredentials, type SignedInAdmin } from '../admins/admin-credentials.js';
import { adminSessionIn } from './admin-cookie.js';

const BEARER = /^bearer +(\S+)$/i;

/** Admins with an account, by the session of their browser or a token of theirs. */
@Injectable()
export class SignedInAdmins {
  constructor(private readonly credentials: AdminCredentials) {}

  /** Who sends a request; undefined where nobody is signed in. */
  find(request: Request): Promise<SignedInAdmin | undefined> {
    const [, token] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    return token ? this.credentials.ofToken(token) : this.ofBrowser(request);
  }

  /** The same without tokens. */
  ofBrowser(request: Request): Promise<SignedInAdmin | undefined> {
    return this.credentials.ofCookie(adminSessionIn(request));
  }
}
