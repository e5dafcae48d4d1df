import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';

/** The key of a member or of an organization, in the two halves of age. */
export interface KeyPair {
  /** `AGE-SECRET-KEY-1…`: opens what was encrypted for the recipient. */
  readonly identity: string;
  /** `age1…`, for everybody to know. */
  readonly recipient: string;
}

/** A new key from the random numbers of the platform. */
export async function newKeyPair(): Promise<KeyPair> {
  return keyPairOf(await generateX25519Identity());
}

/** @throws Error when the text is no identity */
export async function keyPairOf(identity: string): Promise<KeyPair> {
  return { identity, recipient: await identityToRecipient(identity) };
}

/** What an admin sends to say which key was confirmed: the SHA-256 of the recipient, in lower-case hex. */
export function recipientHashOf(recipient: string): string {
  return bytesToHex(sha256(new TextEncoder().encode(recipient)));
}
