import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in 64 hexadecimal digits. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

/**
 * Compares in constant time. @param digest SHA-256 of the right one: enough for a random secret, where a slow hash would add
 * nothing but cost
 */
export function matches(secret: string, digest: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(secret)), Buffer.from(digest));
}
