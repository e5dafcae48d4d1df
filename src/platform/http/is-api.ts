import type { Request } from 'express';

const API_URL = /^\/api\/v1(\/|\?|$)/i;

/** Whether a request is answered as the API for applications and admins, also where no route takes it. */
export function isApi({ originalUrl }: Request): boolean {
  return API_URL.test(originalUrl);
}
