import { listResponse, type ListResponse } from '../protocol/list-response.js';
import type { Page, Paging, Window } from './page.js';

/** `startIndex` and `count` (RFC 7644 §3.4.2.4). */
export class IndexPaging implements Paging {
  readonly window: Window;

  /** @param startIndex 1-based */
  constructor(
    private readonly startIndex: number,
    count: number,
  ) {
    this.window = { limit: count, offset: startIndex - 1, backward: false };
  }

  respond({ items, totalResults }: Page<object>): ListResponse {
    return listResponse(
      items.map(({ item }) => item),
      totalResults,
      this.startIndex,
    );
  }
}
