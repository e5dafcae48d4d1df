import { FIRST_HASH, firstBrokenEntry, type KeyLogEntry } from './key-log.js';

interface LogHead {
  readonly sequence: number;
  readonly hash: string;
}

/** What a client keeps of a key log, so that the server cannot take back what it once said. */
export interface KeyHistory {
  /** The newest entry that was seen; undefined before the first. */
  readonly head?: LogHead;
  /** The organization's key by then. */
  readonly organizationKey?: { readonly version: number; readonly recipient: string };
}

/** Some entries in their order, and whether there are no more. */
export interface KeyLogPage {
  readonly entries: readonly KeyLogEntry[];
  readonly isEnd: boolean;
}

/** The server's key log is not the one that was seen before, or does not hang together. */
export class BrokenKeyLog extends Error {
  override readonly name = 'BrokenKeyLog';
}

/**
 * Reads what is new in a key log and holds it against what was noted before: the log goes on from the entry that was
 * the last one, its hashes fit, versions of the organization's key go up one by one.
 * @param read gives the entries that follow a sequence number
 * @param seen is told of new entries, in their order
 * @throws BrokenKeyLog, and what `read` throws
 */
export async function followKeyLog(
  organizationId: string,
  known: KeyHistory,
  read: (after: number) => Promise<KeyLogPage>,
  seen: (entries: readonly KeyLogEntry[]) => void = () => undefined,
): Promise<Required<KeyHistory>> {
  // From the entry that is known already: a log that is shorter, or another, does not have it.
  let after = Math.max((known.head?.sequence ?? 0) - 1, 0);
  let history = known;
  for (let isFirst = true, isEnd = false; !isEnd; isFirst = false) {
    const page = await read(after);
    if (page.entries.length === 0 && !page.isEnd) throw new BrokenKeyLog('The key log of the server has no end');
    const entries = isFirst && known.head ? withoutHead(page.entries, known.head.hash) : page.entries;
    history = continued(organizationId, history, entries);
    seen(entries);
    isEnd = page.isEnd;
    after = history.head?.sequence ?? 0;
  }
  const { head, organizationKey } = history;
  if (!head || !organizationKey) throw new BrokenKeyLog('The key log of the server has no key of the organization');
  return { head, organizationKey };
}

function withoutHead([head, ...entries]: readonly KeyLogEntry[], hash: string): KeyLogEntry[] {
  if (head?.hash === hash) return entries;
  throw new BrokenKeyLog(
    'The key log of the server has been rewritten or cut: it lacks the entry that was the last one',
  );
}

function continued(organizationId: string, history: KeyHistory, entries: readonly KeyLogEntry[]): KeyHistory {
  const { head } = history;
  const broken = firstBrokenEntry(organizationId, entries, head?.hash ?? FIRST_HASH, head?.sequence ?? 0);
  if (broken !== undefined) throw new BrokenKeyLog(`The key log of the server is broken at entry ${broken}`);
  const last = entries.at(-1);
  if (!last) return history;
  const organizationKey = entries.reduce(keyAfter, history.organizationKey);
  return { head: { sequence: last.sequence, hash: last.hash }, ...(organizationKey && { organizationKey }) };
}

/** @throws BrokenKeyLog when the key of the organization changes in another way than by a rotation to the next version */
function keyAfter(key: KeyHistory['organizationKey'], entry: KeyLogEntry): KeyHistory['organizationKey'] {
  const { kind, keyVersion: version, recipient, sequence } = entry;
  const current = key?.version ?? 0;
  if (kind === 'organization_key.created' || kind === 'organization_key.rotated') {
    const isFirst = kind === 'organization_key.created';
    if (version === current + 1 && isFirst === (current === 0)) return { version, recipient };
  } else if (kind !== 'member_key.wrapped' || version === current) return key;
  throw new BrokenKeyLog(
    `Entry ${sequence} of the key log has version ${version} of the organization's key after ${current}`,
  );
}
