import type { IgnoredName } from './ignored-name.entity.js';

/** For which names are counted at a time. */
const MAX_ORGANIZATIONS = 5_000;
/** Names that are kept for one organization. */
export const MAX_NAMES = 100;

/** A name that a request brought. */
export interface LeftOut {
  readonly resourceType: string;
  readonly name: string;
}

/** What was counted of a name. */
export type IgnoredCount = Omit<IgnoredName, 'isHidden'>;

/** Counts names that were left out, in bounded memory. */
export class IgnoredCounts {
  private counts = new Map<string, Map<string, IgnoredCount>>();

  /** Counts the names that one request brought. */
  count(organizationId: string, keyId: string, time: number, leftOut: readonly LeftOut[]): void {
    const names = new Map(leftOut.map((each) => [`${each.resourceType} ${each.name.toLowerCase()}`, each]));
    for (const { resourceType, name } of names.values()) {
      const nameKey = name.toLowerCase();
      this.add({ organizationId, resourceType, nameKey, name, since: time, last: time, requests: 1, keyId });
    }
  }

  /** Adds what was counted before; the oldest are kept where there is no room. */
  add(count: IgnoredCount): void {
    const { organizationId, resourceType, nameKey } = count;
    const known = this.counts.get(organizationId);
    if (!known && this.counts.size >= MAX_ORGANIZATIONS) return;
    const names = known ?? new Map<string, IgnoredCount>();
    const key = `${resourceType} ${nameKey}`;
    const before = names.get(key);
    if (!before && names.size >= MAX_NAMES) return;
    names.set(key, before ? together(before, count) : count);
    this.counts.set(organizationId, names);
  }

  /** What was counted, by organizations; it is the caller's from then on. */
  drain(): IgnoredCount[][] {
    const drained = [...this.counts.values()].map((names) => [...names.values()]);
    this.counts = new Map();
    return drained;
  }
}

/** Two counts of one name as one. */
export function together<Count extends IgnoredCount>(before: Count, { since, last, requests, keyId }: IgnoredCount) {
  return {
    ...before,
    since: Math.min(before.since, since),
    last: Math.max(before.last, last),
    requests: before.requests + requests,
    keyId: last >= before.last ? keyId : before.keyId,
  };
}
