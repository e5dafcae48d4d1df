import { Injectable } from '@nestjs/common';
import type { Sql } from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Event } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import { invalid } from '../../platform/http/problem.js';
import { Arrivals } from './arrivals.js';
import { EventsGoneError } from './events-gone.error.js';
import type { Reader } from './reader.js';

/** Most events that one query looks through for the types that are wanted. */
const WINDOW = 2_000;

export interface FeedQuery {
  readonly organizationId: string;
  /** Sequence number of the last event that the reader has. */
  readonly after: number;
  readonly limit: number;
  readonly types: Sql | undefined;
}

export interface FeedPage {
  readonly events: Event[];
  /** What to ask for next as `after`; beyond the last event where others were of no wanted type. */
  readonly next: number;
  /** Nothing follows yet. */
  readonly isEnd: boolean;
}

/** The events of an organization in their order, a page at a time. */
@Injectable()
export class FeedService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventsRepository,
    private readonly arrivals: Arrivals,
  ) {}

  /** @throws Problem when `after` is no place in the sequence, or events after it were removed */
  async page({ organizationId, after, limit, types }: FeedQuery): Promise<FeedPage> {
    return this.unitOfWork.read(async (connection) => {
      const { lastSequence: last, anchorSequence } = await this.events.ends(connection, organizationId);
      if (after < anchorSequence) await this.refuseRemoved(connection, organizationId, after);
      if (after > last) throw invalid(`after is ${after}, but the last event is ${last}`);
      if (after === last) return { events: [], next: last, isEnd: true };
      const to = Math.min(last, after + WINDOW);
      const events = await this.events.between(connection, organizationId, after, to, types, limit);
      const next = events.length === limit ? events.at(-1)!.sequence : to;
      return { events, next, isEnd: next === last };
    });
  }

  /** Events that organizations keep no longer are gone, and readers that missed them should know. */
  private async refuseRemoved(connection: Connection, organizationId: string, after: number): Promise<void> {
    const first = await this.events.first(connection, organizationId);
    if (after >= first - 1) return;
    throw new EventsGoneError(first - 1);
  }

  /**
   * Reads a page, and waits for events while there are none.
   * @param wait in milliseconds @throws ScimError 401 when the reader's key is revoked meanwhile, 503 when too many wait
   */
  async awaitPage(query: FeedQuery, wait: number, { gone, verify }: Reader): Promise<FeedPage> {
    const first = await this.page(query);
    if (wait === 0 || first.events.length > 0) return first;
    const watch = this.arrivals.watch(query.organizationId, gone);
    try {
      const end = performance.now() + wait;
      let page = first;
      while (page.events.length === 0 && performance.now() < end) {
        const isMore = !page.isEnd || (await watch.next(page.next, end - performance.now()));
        if (watch.isOver) break;
        if (isMore) page = await this.page({ ...query, after: page.next });
        await verify();
      }
      return page;
    } finally {
      watch.leave();
    }
  }
}
