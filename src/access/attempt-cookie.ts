import type { Request, Response } from 'express';
import type { Attempt } from '../admins/openid-connect.js';
import { cookieIn } from '../http/cookie.js';
import { Problem } from '../http/problem.js';

const NAME = 'muster_attempt';
const LIFETIME_MS = 10 * 60_000;
const FORM = /^([\w-]{43})\.([\w-]{43})\.([\w-]{43})\.(\d{0,15})$/;

/** What a browser keeps of a sign-in at an issuer. @throws Problem 401 where it keeps nothing */
export function attemptIn(request: Request): Attempt {
  const [, state, nonce, verifier, since] = FORM.exec(cookieIn(request, NAME)) ?? [];
  if (!state || !nonce || !verifier)
    throw new Problem(
      401,
      'wrong_credentials',
      'The sign-in was begun in another browser, or took too long: begin again',
    );
  return { state, nonce, verifier, freshSince: since ? Number(since) : undefined };
}

export function setAttempt(
  response: Response,
  publicUrl: string,
  { state, nonce, verifier, freshSince }: Attempt,
): void {
  response.cookie(NAME, `${state}.${nonce}.${verifier}.${freshSince ?? ''}`, {
    ...options(publicUrl),
    maxAge: LIFETIME_MS,
  });
}

export function clearAttempt(response: Response, publicUrl: string): void {
  response.clearCookie(NAME, options(publicUrl));
}

/** Not `strict`: it is the issuer that leads back here. */
function options(publicUrl: string) {
  const { pathname, protocol } = new URL(publicUrl);
  const path = `${pathname.replace(/\/$/, '')}/api/v1/session/openid-connect`;
  return { path, httpOnly: true, sameSite: 'lax', secure: protocol === 'https:' } as const;
}
