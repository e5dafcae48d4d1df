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

/** Which of the two a client likes better. A parameter such as `charset` is none of the types' own, and says nothing (RFC 9110 §12.5.1). */
function preferred({ headers: { accept = '' } }: Request): string {
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { type, quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const qualityOf = (type: string) =>
    [type, 'application/*', '*/*'].map((range) => ranges.find((each) => each.type === range)).find(Boolean)?.quality ??
    0;
  return qualityOf('application/json') > qualityOf(SCIM_MEDIA_TYPE) ? 'application/json' : SCIM_MEDIA_TYPE;
}

/** `application/scim+json`, or `application/json` for clients that like that better (RFC 7644 §3.1). */
export function answerMediaType(request: Request): string {
  const { accept } = request.headers;
  const isJson = !ACCEPTS_SCIM.has(accept) && preferred(request) === 'application/json';
  return `${isJson ? 'application/json' : SCIM_MEDIA_TYPE}; charset=utf-8`;
}
