import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export type KeyLogKind =
  'organization_key.created' | 'organization_key.rotated' | 'member_key.set' | 'member_key.wrapped';

/** One change of keys in an organization. */
export interface KeyLogEntry {
  /** From 1, without gaps. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly kind: KeyLogKind;
  /** Whose key it is, or who made or rotated the organization's. */
  readonly userId: string;
  readonly recipient: string;
  /** Version of the organization's key; null where the entry is not about it. */
  readonly keyVersion: number | null;
  readonly previousHash: string;
  readonly hash: string;
}

/** What stands before the first entry. */
export const FIRST_HASH = '0'.repeat(64);

/** The hash of an entry: of all that it says and of the entry before, so that none can be changed or taken out unseen. */
export function hashOfEntry(organizationId: string, entry: Omit<KeyLogEntry, 'hash'>): string {
  const { sequence, time, kind, userId, recipient, keyVersion, previousHash } = entry;
  const text = JSON.stringify([organizationId, sequence, time, kind, userId, recipient, keyVersion, previousHash]);
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * Checks entries that follow each other.
 * @param previousHash of the entry before the first of them
 * @returns the sequence number of the first that does not fit, or undefined
 */
export function firstBrokenEntry(
  organizationId: string,
  entries: readonly KeyLogEntry[],
  previousHash = FIRST_HASH,
  previousSequence = 0,
): number | undefined {
  let [hash, sequence] = [previousHash, previousSequence];
  for (const entry of entries) {
    const fits =
      entry.previousHash === hash &&
      entry.sequence === sequence + 1 &&
      entry.hash === hashOfEntry(organizationId, entry);
    if (!fits) return entry.sequence;
    ({ hash, sequence } = entry);
  }
  return undefined;
}
