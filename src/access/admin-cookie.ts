import type { Request, Response } from 'express';
import { SESSION_MS } from '../admins/admin-credentials.js';
import { cookieIn } from '../http/cookie.js';

const NAME = 'muster_admin';

/** The value of the cookie of an admin's session, or an empty text. */
export function adminSessionIn(request: Request): string {
  return cookieIn(request, NAME);
}

export function setAdminSession(response: Response, publicUrl: string, value: string): void {
  response.cookie(NAME, value, { ...options(publicUrl), maxAge: SESSION_MS });
}

export function clearAdminSession(response: Response, publicUrl: string): void {
  response.clearCookie(NAME, options(publicUrl));
}

function options(publicUrl: string) {
  const { pathname, protocol } = new URL(publicUrl);
  const path = `${pathname.replace(/\/$/, '')}/api/v1`;
  return { path, httpOnly: true, sameSite: 'strict', secure: protocol === 'https:' } as const;
}
