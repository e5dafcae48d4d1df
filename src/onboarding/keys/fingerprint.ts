import { sha256 } from '@noble/hashes/sha2.js';
import { wordlist } from '@scure/bip39/wordlists/english.js';

/** Words of a fingerprint. Eleven bits each: someone who wants a second key with the same words tries 2^66 keys. */
export const FINGERPRINT_WORDS = 6;

const BITS_OF_A_WORD = 11;
const DOMAIN = 'muster fingerprint v1\n';

/**
 * What people read out to each other to be sure that they mean the same key: six words of the English list of BIP-39,
 * from the first 66 bits of SHA-256 over the recipient. The same on the server, in browsers and on the command line.
 * @param recipient as it is written, `age1…`
 */
export function fingerprintOf(recipient: string): readonly string[] {
  const hash = sha256(new TextEncoder().encode(DOMAIN + recipient));
  return Array.from({ length: FINGERPRINT_WORDS }, (_, place) => wordlist[bitsAt(hash, place * BITS_OF_A_WORD)]!);
}

/** Eleven bits from a position on, the most significant first. They touch at most three bytes. */
function bitsAt(bytes: Uint8Array, position: number): number {
  const first = position >> 3;
  const window = (bytes[first]! << 16) | (bytes[first + 1]! << 8) | bytes[first + 2]!;
  return (window >> (24 - BITS_OF_A_WORD - (position & 7))) & (2 ** BITS_OF_A_WORD - 1);
}
