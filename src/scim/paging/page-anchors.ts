import { LRUCache } from 'lru-cache';

const LISTS = 1_000;
const ANCHORS_PER_LIST = 64;
/** Counting to a nearer place is quick enough. */
const NEAREST_OFFSET = 1_000;
/** Processes of an older release do not tell of shifts; while both run, an anchor that they made wrong ends soon. */
const LIFETIME_MS = 60_000;

/** The resource that has `offset` others before it in the order of ids. */
export interface PageAnchor {
  readonly offset: number;
  readonly id: string;
  /** The list's shifts when the anchor was set: it holds while they are unchanged. */
  readonly shifts: number;
  /** When somebody counted from the start, in milliseconds since 1970. */
  readonly countedAt: number;
}

/**
 * Where pages of long lists began not long ago, so that paging by index need not count to each page from the start.
 * Kept in this process; the database says with each page whether they still hold.
 */
export class PageAnchors {
  private readonly lists = new LRUCache<string, PageAnchor[]>({ max: LISTS });

  /** The last one that is not behind an offset. */
  before(list: string, offset: number): PageAnchor | undefined {
    const oldest = Date.now() - LIFETIME_MS;
    const usable = (this.lists.get(list) ?? []).filter(
      (anchor) => anchor.offset <= offset && anchor.countedAt > oldest,
    );
    return usable.reduce<PageAnchor | undefined>(
      (best, anchor) => (best && best.offset >= anchor.offset ? best : anchor),
      undefined,
    );
  }

  add(list: string, anchor: PageAnchor): void {
    if (anchor.offset < NEAREST_OFFSET) return;
    const others = (this.lists.get(list) ?? []).filter(
      ({ offset, shifts }) => offset !== anchor.offset && shifts === anchor.shifts,
    );
    this.lists.set(list, [...others.slice(1 - ANCHORS_PER_LIST), anchor]);
  }

  forget(list: string): void {
    this.lists.delete(list);
  }
}
