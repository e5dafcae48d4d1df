import { describe, expect, jest, test } from '@jest/globals';
import { BrokenKeyLog, followKeyLog, type KeyHistory } from './key-history.js';
import { FIRST_HASH, hashOfEntry, type KeyLogEntry } from './key-log.js';

const ORGANIZATION = 'acme';
type Said = Pick<KeyLogEntry, 'kind' | 'keyVersion'>;

const created = { kind: 'organization_key.created', keyVersion: 1 } as const;
const rotated = (keyVersion: number) => ({ kind: 'organization_key.rotated', keyVersion }) as const;
const wrapped = (keyVersion: number) => ({ kind: 'member_key.wrapped', keyVersion }) as const;
const set = { kind: 'member_key.set', keyVersion: null } as const;

function logOf(...said: Said[]): KeyLogEntry[] {
  return said.reduce<KeyLogEntry[]>((entries, each, index) => {
    const previousHash = entries.at(-1)?.hash ?? FIRST_HASH;
    const entry = {
      ...each,
      sequence: index + 1,
      time: index,
      userId: 'u',
      recipient: `age-${index + 1}`,
      previousHash,
    };
    return [...entries, { ...entry, hash: hashOfEntry(ORGANIZATION, entry) }];
  }, []);
}

/** A server that gives so many entries at once. */
const serving = (log: readonly KeyLogEntry[], size = 100) =>
  jest.fn(async (after: number) => ({
    entries: log.slice(after, after + size),
    isEnd: after + size >= log.length,
  }));

const headOf = (log: readonly KeyLogEntry[], sequence = log.length) => ({ sequence, hash: log[sequence - 1]!.hash });
const log = logOf(set, created, wrapped(1), rotated(2), wrapped(2));

describe('A client follows the key log', () => {
  test.each([1, 2, 3, 5, 100])('from its start, %d entries at a time', async (size) => {
    const seen: number[] = [];
    const history = await followKeyLog(ORGANIZATION, {}, serving(log, size), (entries) =>
      seen.push(...entries.map(({ sequence }) => sequence)),
    );
    expect(history).toEqual({ head: headOf(log), organizationKey: { version: 2, recipient: 'age-4' } });
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  test('from the entry that it knows, which it asks for again', async () => {
    const known: KeyHistory = { head: headOf(log, 3), organizationKey: { version: 1, recipient: 'age-2' } };
    const read = serving(log);
    const seen: number[] = [];
    const history = await followKeyLog(ORGANIZATION, known, read, (entries) =>
      seen.push(...entries.map(({ sequence }) => sequence)),
    );
    expect(read.mock.calls).toEqual([[2]]);
    expect(seen).toEqual([4, 5]);
    expect(history).toEqual({ head: headOf(log), organizationKey: { version: 2, recipient: 'age-4' } });
  });

  test('and keeps what it knows where nothing is new', async () => {
    const known = { head: headOf(log), organizationKey: { version: 2, recipient: 'age-4' } };
    await expect(followKeyLog(ORGANIZATION, known, serving(log))).resolves.toEqual(known);
  });
});

describe('A client refuses a key log', () => {
  const REWRITTEN = 'The key log of the server has been rewritten or cut: it lacks the entry that was the last one';
  const other = logOf(set, created, set, set, set, set);

  test.each<[string, readonly KeyLogEntry[], KeyHistory, string]>([
    ['that is cut', log.slice(0, 4), { head: headOf(log) }, REWRITTEN],
    ['that is empty', [], { head: headOf(log) }, REWRITTEN],
    ['that is another', other, { head: headOf(log) }, REWRITTEN],
    [
      'whose hashes do not fit',
      log.with(2, { ...log[2]!, recipient: 'mallory' }),
      {},
      'The key log of the server is broken at entry 3',
    ],
    ['that lacks an entry', log.toSpliced(1, 1), {}, 'The key log of the server is broken at entry 3'],
    [
      'of another organization',
      logOf(created).map((entry) => ({ ...entry, hash: hashOfEntry('other', entry) })),
      {},
      'The key log of the server is broken at entry 1',
    ],
    ['without a key of the organization', logOf(set), {}, 'The key log of the server has no key of the organization'],
    ['without an entry', [], {}, 'The key log of the server has no key of the organization'],
    [
      'that begins with a rotation',
      logOf(rotated(1)),
      {},
      "Entry 1 of the key log has version 1 of the organization's key after 0",
    ],
    [
      'that begins with version 2',
      logOf({ ...created, keyVersion: 2 }),
      {},
      "Entry 1 of the key log has version 2 of the organization's key after 0",
    ],
    [
      'with a second key that is created',
      logOf(created, { ...created, keyVersion: 2 }),
      {},
      "Entry 2 of the key log has version 2 of the organization's key after 1",
    ],
    [
      'that leaves out a version',
      logOf(created, rotated(3)),
      {},
      "Entry 2 of the key log has version 3 of the organization's key after 1",
    ],
    [
      'that repeats a version',
      logOf(created, rotated(1)),
      {},
      "Entry 2 of the key log has version 1 of the organization's key after 1",
    ],
    [
      'that goes back to a version',
      logOf(created, rotated(2), rotated(1)),
      {},
      "Entry 3 of the key log has version 1 of the organization's key after 2",
    ],
    [
      'that hands out an old version',
      logOf(created, rotated(2), wrapped(1)),
      {},
      "Entry 3 of the key log has version 1 of the organization's key after 2",
    ],
    [
      'that hands out a version to come',
      logOf(created, wrapped(2)),
      {},
      "Entry 2 of the key log has version 2 of the organization's key after 1",
    ],
    [
      'that hands out a key before there is one',
      logOf(wrapped(1)),
      {},
      "Entry 1 of the key log has version 1 of the organization's key after 0",
    ],
  ])('%s', async (_what, entries, known, message) => {
    await expect(followKeyLog(ORGANIZATION, known, serving(entries))).rejects.toThrow(new BrokenKeyLog(message));
  });

  test('that has no end', async () => {
    const read = async () => ({ entries: [], isEnd: false });
    await expect(followKeyLog(ORGANIZATION, {}, read)).rejects.toThrow(
      new BrokenKeyLog('The key log of the server has no end'),
    );
  });
});
