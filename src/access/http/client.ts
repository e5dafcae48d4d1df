import { randomBytes } from 'node:crypto';
import type { Request } from 'express';
import type { Client } from '../admins/known-clients.js';
import { deviceIn } from '../admin-cookie.js';

const DEVICE = /^[\w-]{43}$/;

/** Where a request comes from, as far as proxies are trusted; a browser without a name gets one. */
export function clientOf(request: Request, publicUrl: string): Client {
  const given = deviceIn(request, publicUrl);
  const device = DEVICE.test(given) ? given : randomBytes(32).toString('base64url');
  return { address: request.ip ?? '', agent: request.headers['user-agent'] ?? '', device };
}
