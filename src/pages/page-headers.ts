import type { Response } from 'express';

/**
 * People open keys on these pages: nothing runs or is loaded that the server did not build, nothing is sent elsewhere,
 * no other page may frame them, and the address, which has the id of a link, is told to nobody.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types muster',
];

/** @param publicUrl browsers are sent to https only where the server is reached so */
export function setPageHeaders(response: Response, publicUrl: string): void {
  const policy = publicUrl.startsWith('https:') ? [...POLICY, 'upgrade-insecure-requests'] : POLICY;
  response.setHeader('Content-Security-Policy', policy.join('; '));
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  response.setHeader('Cache-Control', 'no-store');
}
