import type { Request, Response } from 'express';
import { cookieIn, pathCookie } from '../../platform/http/cookie.js';
import { SESSION_LIFETIME_MS } from './sessions.service.js';

/** The value of the session's cookie, or an empty text. Each organization has a cookie of its own, by its path. */
export function sessionIn(request: Request, publicUrl: string): string {
  return cookieIn(request, sessionName(publicUrl));
}

/** The name of the cookie of a person's session. */
export function sessionName(publicUrl: string): string {
  return cookieOf(publicUrl, '').name;
}

export function setSession(response: Response, publicUrl: string, organizationId: string, value: string): void {
  const { name, ...bounds } = cookieOf(publicUrl, organizationId);
  response.cookie(name, value, { ...bounds, ...HIDDEN, maxAge: SESSION_LIFETIME_MS });
}

export function clearSession(response: Response, publicUrl: string, organizationId: string): void {
  const { name, ...bounds } = cookieOf(publicUrl, organizationId);
  response.clearCookie(name, { ...bounds, ...HIDDEN });
}

const HIDDEN = { httpOnly: true, sameSite: 'strict' } as const;
const cookieOf = (publicUrl: string, organizationId: string) =>
  pathCookie(publicUrl, 'muster_session', `/api/v1/organizations/${organizationId}`);
