import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A text that only who has the secret can read, and nobody can change.
 * @param secret 32 bytes @param about what has to be the same when it is opened @returns base64url
 */
export function sealed(secret: Buffer, text: string, about: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(digest(about));
  const bytes = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString('base64url');
}

/** The text; undefined for whatever was not sealed with this secret about that. */
export function opened(secret: Buffer, seal: string, about: string): string | undefined {
  const bytes = Buffer.from(seal, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== seal) return undefined;
  const decipher = createDecipheriv(CIPHER, secret, bytes.subarray(0, NONCE_BYTES))
    .setAAD(digest(about))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return text.toString();
  } catch {
    return undefined;
  }
}

function digest(about: string): Buffer {
  return createHash('sha256').update(about).digest();
}
