import type { NextFunction, Request, Response } from 'express';

export const SCIM_MEDIA_TYPE = 'application/scim+json';

const SCIM_URL = /^\/scim(\/|\?|$)/i;
const ACCEPTS_SCIM = new Set<string | undefined>([undefined, '*/*', SCIM_MEDIA_TYPE]);

/** Whether a request is answered in SCIM, also where no route takes it. */
export function isScim({ originalUrl }: Request): boolean {
  return SCIM_URL.test(originalUrl);
}

/**
 * Express middleware: the media type of the answer, and that no browser shall guess another. Headers for pages have no
 * meaning here.
 */
export function scimHeaders(request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Content-Type', answerMediaType(request));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  next();
}

/** `application/scim+json`, or `application/json` for clients that accept nothing but that (RFC 7644 §3.1). */
export function answerMediaType(request: Request): string {
  const { accept } = request.headers;
  const isJson =
    !ACCEPTS_SCIM.has(accept) && !request.accepts(SCIM_MEDIA_TYPE) && request.accepts('application/json') !== false;
  return `${isJson ? 'application/json' : SCIM_MEDIA_TYPE}; charset=utf-8`;
}
