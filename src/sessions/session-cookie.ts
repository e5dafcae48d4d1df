import type { Request, Response } from 'express';
import { cookieIn } from '../http/cookie.js';
import { SESSION_LIFETIME_MS } from './sessions.service.js';

const NAME = 'muster_session';

/** The value of the session's cookie, or an empty text. Each organization has a cookie of its own, by its path. */
export function sessionIn(request: Request): string {
  return cookieIn(request, NAME);
}

export function setSession(response: Response, publicUrl: string, organizationId: string, value: string): void {
  response.cookie(NAME, value, { ...options(publicUrl, organizationId), maxAge: SESSION_LIFETIME_MS });
}

export function clearSession(response: Response, publicUrl: string, organizationId: string): void {
  response.clearCookie(NAME, options(publicUrl, organizationId));
}

function options(publicUrl: string, organizationId: string) {
  const { pathname, protocol } = new URL(publicUrl);
  const path = `${pathname.replace(/\/$/, '')}/api/v1/organizations/${organizationId}`;
  return { path, httpOnly: true, sameSite: 'strict', secure: protocol === 'https:' } as const;
}
