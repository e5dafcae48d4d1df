import { listResponse } from '../protocol/list-response.js';
import type { Position } from '../sql/order.js';
import type { Page, Paging, Window } from './page.js';

/** What a cursor says, once it is opened. */
export interface Mark {
  readonly position: Position;
  readonly backward: boolean;
}

/** Pages by position, not by number, as RFC 9865 describes them: what comes or goes elsewhere shifts none. */
export class CursorPaging implements Paging {
  readonly window: Window;

  /**
   * @param mark where the page starts; absent for the first
   * @param seal makes the cursor of a mark
   */
  constructor(
    private readonly count: number,
    private readonly mark: Mark | undefined,
    private readonly seal: (mark: Mark) => string,
  ) {
    this.window = {
      limit: count === 0 ? 0 : count + 1,
      offset: 0,
      behind: mark?.position,
      backward: mark?.backward ?? false,
    };
  }

  respond({ items, totalResults }: Page<object>): object {
    const { backward } = this.window;
    const found = items.slice(0, this.count);
    const shown = backward ? found.toReversed() : found;
    const more = items.length > this.count;
    const next = (backward || more) && this.cursor(shown.at(-1)?.position, false);
    const previous = (backward ? more : this.mark) && this.cursor(shown[0]?.position, true);
    const {
      startIndex: _none,
      Resources,
      ...response
    } = listResponse(
      shown.map(({ item }) => item),
      totalResults,
    );
    return {
      ...response,
      ...(previous && { previousCursor: previous }),
      ...(next && { nextCursor: next }),
      Resources,
    };
  }

  private cursor(position: Position | undefined, backward: boolean): string | undefined {
    return position && this.seal({ position, backward });
  }
}
