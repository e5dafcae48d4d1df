import type { Request, Response } from 'express';
import type { OpenIdConnectAttempt } from './admins/openid-connect.js';
import { cookieIn, hostCookie } from '../platform/http/cookie.js';
import { Problem } from '../platform/http/problem.js';

const LIFETIME_MS = 10 * 60_000;
const FORM = /^([\w-]{43})\.([\w-]{43})\.([\w-]{43})\.(\d{0,15})\.([\w-]{36})?$/;

/** What a browser keeps of a sign-in at an issuer. @throws Problem 401 where it keeps nothing */
export function attemptIn(request: Request, publicUrl: string): OpenIdConnectAttempt {
  const [, state, nonce, verifier, since, accountId] = FORM.exec(cookieIn(request, attempt(publicUrl).name)) ?? [];
  if (!state || !nonce || !verifier)
    throw new Problem(
      401,
      'wrong_credentials',
      'The sign-in was begun in another browser, or took too long: begin again',
    );
  return { state, nonce, verifier, freshSince: since ? Number(since) : undefined, accountId };
}

export function setAttempt(
  response: Response,
  publicUrl: string,
  { state, nonce, verifier, freshSince, accountId }: OpenIdConnectAttempt,
): void {
  const { name, ...bounds } = attempt(publicUrl);
  const value = `${state}.${nonce}.${verifier}.${freshSince ?? ''}.${accountId ?? ''}`;
  response.cookie(name, value, { ...bounds, ...HIDDEN, maxAge: LIFETIME_MS });
}

export function clearAttempt(response: Response, publicUrl: string): void {
  const { name, ...bounds } = attempt(publicUrl);
  response.clearCookie(name, { ...bounds, ...HIDDEN });
}

/** Not `strict`: it is the issuer that leads back here. */
const HIDDEN = { httpOnly: true, sameSite: 'lax' } as const;
const attempt = (publicUrl: string) => hostCookie(publicUrl, 'muster_attempt', '/api/v1/session/openid-connect');
