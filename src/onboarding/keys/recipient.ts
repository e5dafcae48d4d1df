import { encryptFor } from './age.js';

/** How age writes an X25519 recipient: Bech32 in lower case, 32 bytes and a checksum. */
const FORM = /^age1[02-9ac-hj-np-z]{58}$/;

/**
 * Whether something can be encrypted for a recipient: the text is Bech32 with a correct checksum, and its 32 bytes are a
 * point of X25519 that gives a secret (RFC 7748 §6.1), unlike zero and the other points of small order.
 */
export async function isRecipient(text: unknown): Promise<boolean> {
  if (typeof text !== 'string' || !FORM.test(text)) return false;
  return encryptFor(text, '').then(
    () => true,
    () => false,
  );
}
