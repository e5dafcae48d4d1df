import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in 64 hexadecimal digits. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

const NO_DIGEST = sha256('nothing');

/**
 * Compares in constant time. @param digest SHA-256 of the right one: enough for a random secret, where a slow hash would add
 * nothing but cost; undefined where there is none, so that the answer takes as long
 */
export function matches(secret: string, digest: string | undefined): boolean {
  const isSame = timingSafeEqual(Buffer.from(sha256(secret)), Buffer.from(digest ?? NO_DIGEST));
  return isSame && digest !== undefined;
}
