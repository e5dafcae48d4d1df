import type { Response } from 'express';

/** Nothing runs or is loaded that the server did not build, nothing is sent elsewhere, no other page may frame it. */
const OWN = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** People open keys on these pages: no text becomes a script, not even by a mistake of a library. */
export const MEMBERS_POLICY = [
  ...OWN,
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types muster',
];

/** The components of the console write styles into the page; scripts they do not. */
export const CONSOLE_POLICY = [...OWN, "style-src 'self' 'unsafe-inline'", "img-src 'self' data:"];

/**
 * Sets the headers of a page. Its address may contain a link's id or token, so browsers send it to nobody.
 * @param publicUrl browsers are sent to https only where the server is reached so
 */
export function setPageHeaders(response: Response, publicUrl: string, policy: readonly string[]): void {
  const whole = publicUrl.startsWith('https:') ? [...policy, 'upgrade-insecure-requests'] : policy;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Security-Policy', whole.join('; '));
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  response.setHeader('Cache-Control', 'no-store');
}
