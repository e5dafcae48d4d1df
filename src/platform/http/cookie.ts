import { parseCookie } from 'cookie';
import type { Request } from 'express';

/** How a cookie is called and bound. */
export interface Cookie {
  readonly name: string;
  readonly path: string;
  readonly secure: boolean;
}

/** The value of a cookie, or an empty text. */
export function cookieIn({ headers }: Request, name: string): string {
  return parseCookie(headers.cookie ?? '')[name] ?? '';
}

/**
 * A cookie of the whole host. By https it is called `__Host-…`: browsers take it from this host alone and over TLS, so
 * that no neighbour below the same domain can plant one (RFC 6265bis, section 4.1.3).
 */
export function hostCookie(publicUrl: string, name: string, path: string): Cookie {
  const secure = isSecure(publicUrl);
  return secure ? { name: `__Host-${name}`, path: '/', secure } : { name, path: below(publicUrl, path), secure };
}

/** A cookie of one path, which by https is called `__Secure-…`: browsers take it over TLS alone. */
export function pathCookie(publicUrl: string, name: string, path: string): Cookie {
  const secure = isSecure(publicUrl);
  return { name: secure ? `__Secure-${name}` : name, path: below(publicUrl, path), secure };
}

function isSecure(publicUrl: string): boolean {
  return new URL(publicUrl).protocol === 'https:';
}

function below(publicUrl: string, path: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '') + path;
}
