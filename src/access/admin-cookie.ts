import type { Request, Response } from 'express';
import { SESSION_MS } from './admins/admin-credentials.js';
import type { Client } from './admins/known-clients.js';
import { KNOWN_FOR_MS } from './admins/known-clients.js';
import { cookieIn, hostCookie } from '../platform/http/cookie.js';

/** The name of the cookie of an admin's session. */
export function adminSessionName(publicUrl: string): string {
  return session(publicUrl).name;
}

/** The value of the cookie of an admin's session, or an empty text. */
export function adminSessionIn(request: Request, publicUrl: string): string {
  return cookieIn(request, session(publicUrl).name);
}

/** What a browser keeps by which it is known again, or an empty text. */
export function deviceIn(request: Request, publicUrl: string): string {
  return cookieIn(request, device(publicUrl).name);
}

export function setAdminSession(response: Response, publicUrl: string, value: string, client: Client): void {
  const { name, ...bounds } = session(publicUrl);
  response.cookie(name, value, { ...bounds, ...HIDDEN, maxAge: SESSION_MS });
  const { name: deviceName, ...deviceBounds } = device(publicUrl);
  response.cookie(deviceName, client.device ?? '', { ...deviceBounds, ...HIDDEN, maxAge: KNOWN_FOR_MS });
}

export function clearAdminSession(response: Response, publicUrl: string): void {
  const { name, ...bounds } = session(publicUrl);
  response.clearCookie(name, { ...bounds, ...HIDDEN });
}

const HIDDEN = { httpOnly: true, sameSite: 'strict' } as const;
const session = (publicUrl: string) => hostCookie(publicUrl, 'muster_admin', '/api/v1');
const device = (publicUrl: string) => hostCookie(publicUrl, 'muster_device', '/api/v1/session');
