import { listResponse, type ListResponse } from '../protocol/list-response.js';
import type { Position } from '../sql/order.js';
import type { Page, Paging, Window } from './page.js';

/** A page that was read, and how a walk goes on from there. */
export interface WalkStep {
  readonly isFirst: boolean;
  /** Whether nothing is left behind it. */
  readonly isLast: boolean;
  readonly startIndex: number;
  /** What clients ask for next: they add what they got, or what they asked for. */
  readonly nexts: readonly number[];
  readonly end: Position;
}

/** `startIndex` and `count` (RFC 7644 §3.4.2.4). */
export class IndexPaging implements Paging {
  readonly window: Window;

  /**
   * @param startIndex 1-based
   * @param ends of the page before, where a walk has led here
   * @param note keeps where this page ends; absent where nobody walks
   */
  constructor(
    private readonly startIndex: number,
    private readonly count: number,
    private readonly ends: readonly Position[] = [],
    private readonly note?: (step: WalkStep) => Promise<void>,
  ) {
    const shown = startIndex - 1;
    this.window =
      ends.length > 0
        ? { limit: count, offset: 0, backward: false, walk: { ends, shown } }
        : { limit: count, offset: shown, backward: false };
  }

  async respond({ items, totalResults }: Page<object>): Promise<ListResponse> {
    const { startIndex, count } = this;
    const end = items.at(-1)?.position;
    const isFirst = startIndex === 1;
    const isLast = totalResults < startIndex + items.length;
    const isOfWalk = isFirst ? !isLast : this.ends.length > 0;
    const nexts = [...new Set([startIndex + items.length, startIndex + count])];
    if (end && isOfWalk) await this.note?.({ isFirst, isLast, startIndex, nexts, end });
    return listResponse(
      items.map(({ item }) => item),
      totalResults,
      startIndex,
    );
  }
}
