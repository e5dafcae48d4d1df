import type { Request } from 'express';
import type { Client } from '../../admins/admin-credentials.js';

/** Where a request comes from, as far as proxies are believed. */
export function clientOf(request: Request): Client {
  return { address: request.ip ?? '', agent: request.headers['user-agent'] ?? '' };
}
