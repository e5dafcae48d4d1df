import { FIRST_HASH, firstBrokenEntry, type KeyLogEntry } from '../keys/key-log.js';
import { keyLogIn } from './answers.js';
import { Distrust } from './faults.js';
import type { Server } from './server.js';
import type { ConfirmerState, KnownKey, OrganizationKeyVersion } from './state.js';

/**
 * Reads what is new in the key log and holds it against what was noted before: the log goes on from the entry that was
 * the last one, its hashes fit, versions of the organization's key go up one by one.
 * @returns the state with what the log says
 * @throws Distrust
 */
export async function followKeyLog(server: Server, state: ConfirmerState, now: number): Promise<ConfirmerState> {
  // From the entry that is known already: a log that is shorter, or another, does not have it.
  let after = Math.max((state.head?.sequence ?? 0) - 1, 0);
  let followed = state;
  for (let isFirst = true, isEnd = false; !isEnd; isFirst = false) {
    const page = keyLogIn(await server.get(`/key-log?after=${after}`));
    if (page.entries.length === 0 && !page.isEnd) throw new Distrust('The key log of the server has no end');
    const entries = isFirst && state.head ? withoutHead(page.entries, state.head.hash) : page.entries;
    followed = extended(followed, entries, now);
    isEnd = page.isEnd;
    after = followed.head?.sequence ?? 0;
  }
  if (!followed.organizationKey) throw new Distrust('The key log of the server has no key of the organization');
  return followed;
}

function withoutHead([head, ...entries]: KeyLogEntry[], hash: string): KeyLogEntry[] {
  if (head?.hash !== hash)
    throw new Distrust('The key log of the server has been rewritten or cut: it lacks the entry that was the last one');
  return entries;
}

function extended(state: ConfirmerState, entries: readonly KeyLogEntry[], now: number): ConfirmerState {
  const { organizationId, head } = state;
  const broken = firstBrokenEntry(organizationId, entries, head?.hash ?? FIRST_HASH, head?.sequence ?? 0);
  if (broken !== undefined) throw new Distrust(`The key log of the server is broken at entry ${broken}`);
  const last = entries.at(-1);
  if (!last) return state;
  let { organizationKey } = state;
  const keys: Record<string, KnownKey> = { ...state.keys };
  for (const entry of entries) {
    organizationKey = keyAfter(organizationKey, entry);
    if (entry.kind === 'member_key.set') keys[entry.userId] = noted(keys[entry.userId], entry.recipient, now);
  }
  return {
    ...state,
    head: { sequence: last.sequence, hash: last.hash },
    ...(organizationKey && { organizationKey }),
    keys,
  };
}

/** @throws Distrust when the key of the organization changes in another way than by a rotation to the next version */
function keyAfter(key: OrganizationKeyVersion | undefined, entry: KeyLogEntry): OrganizationKeyVersion | undefined {
  const { kind, keyVersion: version, recipient, sequence } = entry;
  const current = key?.version ?? 0;
  if (kind === 'organization_key.created' || kind === 'organization_key.rotated') {
    const isFirst = kind === 'organization_key.created';
    if (version === current + 1 && isFirst === (current === 0)) return { version, recipient };
  } else if (kind !== 'member_key.wrapped' || version === current) return key;
  throw new Distrust(
    `Entry ${sequence} of the key log has version ${version} of the organization's key after ${current}`,
  );
}

/** The first key of a person stays the one that is known; another is noted as a change. */
export function noted(known: KnownKey | undefined, recipient: string, now: number): KnownKey {
  if (!known) return { recipient, since: now };
  return known.recipient === recipient ? known : { ...known, hasChanged: true };
}
