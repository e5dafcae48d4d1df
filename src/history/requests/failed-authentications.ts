import type { KeyRefusal } from '../../scim/http/key-refusal.js';

/** For which failures are counted at a time. */
const MAX_ORGANIZATIONS = 5_000;
/** Sources told apart for one organization in a minute; any beyond are counted by their reason alone. */
const MAX_SOURCES = 20;
const MINUTE_MS = 60_000;

/** Failures of one kind. */
export interface Failure extends KeyRefusal {
  /** Address that they came from; null for further ones. */
  readonly address: string | null;
  readonly count: number;
}

/** Failures of one organization, of a minute or of several. Times in milliseconds since 1970. */
export interface FailureWindow {
  readonly organizationId: string;
  readonly first: number;
  readonly last: number;
  readonly failures: readonly Failure[];
}

interface MinuteCount {
  first: number;
  last: number;
  readonly failures: Map<string, Failure>;
}

/** Counts requests without a right key, of organizations that there are and that there are not, in bounded memory. */
export class FailedAuthentications {
  private readonly counts = new Map<string, MinuteCount>();

  /** @returns false when there is no room for it */
  count(organizationId: string, time: number, refusal: KeyRefusal, address: string): boolean {
    const { reason, keyId } = refusal;
    return this.add({ organizationId, first: time, last: time, failures: [{ reason, keyId, address, count: 1 }] });
  }

  /** Takes back what could not be written. @returns false when there is no room for it */
  add({ organizationId, first, last, failures }: FailureWindow): boolean {
    const known = this.counts.get(organizationId);
    if (!known && this.counts.size >= MAX_ORGANIZATIONS) return false;
    const count = known ?? { first, last, failures: new Map<string, Failure>() };
    count.first = Math.min(count.first, first);
    count.last = Math.max(count.last, last);
    for (const failure of failures) addTo(count.failures, failure);
    this.counts.set(organizationId, count);
    return true;
  }

  /** Those that began in a minute before the one of that time; they are the caller's from then on. */
  drain(time: number): FailureWindow[] {
    const over = [...this.counts].filter(([, { first }]) => minuteOf(first) < minuteOf(time));
    for (const [organizationId] of over) this.counts.delete(organizationId);
    return over.map(([organizationId, { first, last, failures }]) => ({
      organizationId,
      first,
      last,
      failures: [...failures.values()],
    }));
  }
}

/** Reasons and keys of an organization are few; addresses are as many as somebody has. */
function addTo(failures: Map<string, Failure>, failure: Failure): void {
  const named = keyOf(failure);
  const counted =
    failures.has(named) || failures.size < MAX_SOURCES ? failure : { ...failure, keyId: null, address: null };
  const key = keyOf(counted);
  const count = (failures.get(key)?.count ?? 0) + failure.count;
  failures.set(key, { ...counted, count });
}

function keyOf({ reason, keyId, address }: Failure): string {
  return `${reason} ${keyId ?? ''} ${address ?? ''}`;
}

function minuteOf(time: number): number {
  return Math.floor(time / MINUTE_MS);
}
