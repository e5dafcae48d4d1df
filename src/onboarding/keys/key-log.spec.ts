import { describe, expect, test } from '@jest/globals';
import { FIRST_HASH, firstBrokenEntry, hashOfEntry, type KeyLogEntry } from './key-log.js';

const ORGANIZATION = 'acme';

/** With the hash that fits what it says. */
function sealed(entry: Omit<KeyLogEntry, 'hash'>): KeyLogEntry {
  return { ...entry, hash: hashOfEntry(ORGANIZATION, entry) };
}

function logOf(...userIds: string[]): KeyLogEntry[] {
  return userIds.reduce<KeyLogEntry[]>((entries, userId, index) => {
    const previousHash = entries.at(-1)?.hash ?? FIRST_HASH;
    const said = { kind: 'member_key.set', userId, recipient: `age of ${userId}`, keyVersion: null } as const;
    return [...entries, sealed({ ...said, sequence: index + 1, time: 1_000 + index, previousHash })];
  }, []);
}

const log = logOf('ada', 'bob', 'eve', 'joe');
const [first, second, third, fourth] = log as [KeyLogEntry, KeyLogEntry, KeyLogEntry, KeyLogEntry];
const forged = sealed({ ...second, recipient: 'age of mallory' });

describe('The key log', () => {
  test('holds as it was written, from its first entry or from any that is known', () => {
    expect(firstBrokenEntry(ORGANIZATION, [])).toBeUndefined();
    expect(firstBrokenEntry(ORGANIZATION, log)).toBeUndefined();
    expect(firstBrokenEntry(ORGANIZATION, [third, fourth], second.hash, 2)).toBeUndefined();
  });

  test.each<[string, number, readonly KeyLogEntry[]]>([
    ['a recipient is another', 2, [first, { ...second, recipient: 'age of mallory' }, third]],
    ['a person is another', 2, [first, { ...second, userId: 'mallory' }, third]],
    ['a time is another', 2, [first, { ...second, time: 1 }, third]],
    ['a version is another', 2, [first, { ...second, keyVersion: 7 }, third]],
    ['an entry was written anew, hash included', 3, [first, forged, third]],
    ['an entry is missing', 3, [first, third, fourth]],
    ['the first entry is missing', 2, [second, third]],
    ['an entry is missing and those behind it are numbered anew', 2, [first, sealed({ ...third, sequence: 2 })]],
    ['a number is left out, hashes included', 3, [first, sealed({ ...second, sequence: 3 })]],
    ['two have changed places', 3, [first, third, second]],
  ])('is broken where %s', (_, sequence, entries) => {
    expect(firstBrokenEntry(ORGANIZATION, entries)).toBe(sequence);
  });

  test('of one organization is not that of another', () => {
    expect(firstBrokenEntry('other', log)).toBe(1);
  });
});
