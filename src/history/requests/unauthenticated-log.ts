import type { RecordedRequest } from './scim-request.entity.js';

/** Requests of a minute that are kept for each organization; those beyond are only counted. */
const KEPT_A_MINUTE = 10;
/** For which that is done at a time. */
const MAX_ORGANIZATIONS = 500;
const MINUTE_MS = 60_000;
const DETAIL = 'Further requests of this minute without a key that is right, counted and not listed';

/** Requests that are told by one row. */
interface Overflow {
  /** The row, for one request. */
  readonly row: RecordedRequest;
  /** That the row does not count yet. */
  uncounted: number;
}

interface MinuteCount {
  readonly minute: number;
  kept: number;
  overflow?: Overflow;
}

/**
 * Requests that came without a right key. Whoever sends them may send any number, to organizations that there are and
 * that there are not: of each the first of a minute are kept, the others counted in one row of that minute.
 */
export class UnauthenticatedLog {
  private readonly counts = new Map<string, MinuteCount>();
  private kept: RecordedRequest[] = [];
  private overflows = new Set<Overflow>();

  /** @returns false when there is no room for it */
  take(request: RecordedRequest): boolean {
    const count = this.countOf(request);
    if (!count) return false;
    if (count.kept < KEPT_A_MINUTE) {
      count.kept += 1;
      this.kept.push(request);
      return true;
    }
    count.overflow ??= { row: unlisted(request), uncounted: 0 };
    count.overflow.uncounted += 1;
    this.overflows.add(count.overflow);
    return true;
  }

  get isEmpty(): boolean {
    return this.kept.length === 0 && this.overflows.size === 0;
  }

  /** What is to be written; it is the caller's from then on. */
  drain(): { kept: RecordedRequest[]; overflows: Overflow[] } {
    const drained = {
      kept: this.kept,
      overflows: [...this.overflows].map((overflow) => ({ ...overflow })),
    };
    for (const overflow of this.overflows) overflow.uncounted = 0;
    this.kept = [];
    this.overflows.clear();
    return drained;
  }

  private countOf({ organizationId, time }: RecordedRequest): MinuteCount | undefined {
    const minute = Math.floor(time / MINUTE_MS);
    const known = this.counts.get(organizationId);
    if (known?.minute === minute) return known;
    if (!known && this.counts.size >= MAX_ORGANIZATIONS) this.forget(minute);
    if (!known && this.counts.size >= MAX_ORGANIZATIONS) return undefined;
    const count = { minute, kept: 0 };
    this.counts.set(organizationId, count);
    return count;
  }

  private forget(minute: number): void {
    for (const [organizationId, count] of this.counts) if (count.minute !== minute) this.counts.delete(organizationId);
  }
}

function unlisted(request: RecordedRequest): RecordedRequest {
  return {
    ...request,
    method: '*',
    path: '*',
    filter: null,
    detail: DETAIL,
    client: '',
    address: '',
    resourceId: null,
  };
}
