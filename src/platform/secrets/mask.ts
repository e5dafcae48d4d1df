import { createHmac } from 'node:crypto';

/** No base64url text begins with it. */
const MASKED = '=';

/** Secrets that were made before a server secret was given are kept behind a mask of it, so that they stay what they are. */
export function masked(serverSecret: string, name: string, secret: Buffer): string {
  return MASKED + xored(secret, maskOf(serverSecret, name)).toString('base64url');
}

export function unmasked(serverSecret: string, name: string, value: string): Buffer {
  return xored(Buffer.from(value.slice(MASKED.length), 'base64url'), maskOf(serverSecret, name));
}

export function isPlain(value: string): boolean {
  return !value.startsWith(MASKED);
}

function maskOf(serverSecret: string, name: string): Buffer {
  return createHmac('sha256', serverSecret).update(`mask of ${name}`).digest();
}

/** Both have 32 bytes. */
function xored(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, index) => byte ^ other[index]!));
}
