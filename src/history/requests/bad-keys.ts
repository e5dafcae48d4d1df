import type { RecordedRequest } from './recorded-request.js';

/** Requests of a minute that are kept for each organization; those beyond are only counted. */
const KEPT_A_MINUTE = 10;
/** For which that is done at a time. */
const MAX_ORGANIZATIONS = 500;
const MINUTE_MS = 60_000;
const DETAIL = 'Further requests of this minute without a key that is right, counted and not listed';

/** Requests that are told by one row. */
export interface Surplus {
  /** The row, for one request. */
  readonly row: RecordedRequest;
  /** That the row does not count yet. */
  uncounted: number;
}

interface Tally {
  readonly minute: number;
  kept: number;
  surplus?: Surplus;
}

/**
 * Requests that came without a right key. Whoever sends them may send any number, to organizations that there are and
 * that there are not: of each the first of a minute are kept, the others counted in one row of that minute.
 */
export class BadKeys {
  private readonly tallies = new Map<string, Tally>();
  private kept: RecordedRequest[] = [];
  private surpluses = new Set<Surplus>();

  /** @returns false when there is no room for it */
  take(request: RecordedRequest): boolean {
    const tally = this.tallyOf(request);
    if (!tally) return false;
    if (tally.kept < KEPT_A_MINUTE) {
      tally.kept += 1;
      this.kept.push(request);
      return true;
    }
    tally.surplus ??= { row: unlisted(request), uncounted: 0 };
    tally.surplus.uncounted += 1;
    this.surpluses.add(tally.surplus);
    return true;
  }

  get isEmpty(): boolean {
    return this.kept.length === 0 && this.surpluses.size === 0;
  }

  /** What is to be written; it is the caller's from then on. */
  drain(): { kept: RecordedRequest[]; surpluses: Surplus[] } {
    const drained = {
      kept: this.kept,
      surpluses: [...this.surpluses].map((surplus) => ({ ...surplus })),
    };
    for (const surplus of this.surpluses) surplus.uncounted = 0;
    this.kept = [];
    this.surpluses.clear();
    return drained;
  }

  private tallyOf({ organizationId, time }: RecordedRequest): Tally | undefined {
    const minute = Math.floor(time / MINUTE_MS);
    const known = this.tallies.get(organizationId);
    if (known?.minute === minute) return known;
    if (!known && this.tallies.size >= MAX_ORGANIZATIONS) this.forget(minute);
    if (!known && this.tallies.size >= MAX_ORGANIZATIONS) return undefined;
    const tally = { minute, kept: 0 };
    this.tallies.set(organizationId, tally);
    return tally;
  }

  private forget(minute: number): void {
    for (const [organizationId, tally] of this.tallies)
      if (tally.minute !== minute) this.tallies.delete(organizationId);
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
