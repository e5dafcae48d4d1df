import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { storedEvents } from '../../events/chained-events.js';
import type { StoredEvent } from '../../events/event.entity.js';
import { EventsRepository } from '../../events/events.repository.js';
import { AuditRepository } from './audit.repository.js';

/** Events that one query looks through. */
const WINDOW = 1_000;
/** How much later than its time an event may have its place, because it waited or clocks differ. In milliseconds. */
const DISORDER_MS = 600_000;

/** Which events; what is absent is not asked for. */
export interface AuditSearch {
  /** Those with greater sequence numbers. */
  readonly after?: number;
  /** Milliseconds since 1970: from the first time, before the second. */
  readonly from?: number;
  readonly to?: number;
  /** A condition on the type. */
  readonly types?: Sql;
  /** Id of a key or person, or a kind like `operator`. */
  readonly actor?: string;
  readonly resourceId?: string;
}

interface Range {
  readonly after: number;
  readonly last: number;
}

/** The events of an organization as an audit log: those that are there when it begins, some at a time. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventsRepository,
    private readonly audit: AuditRepository,
  ) {}

  async *oldestFirst(organizationId: string, search: AuditSearch): AsyncGenerator<StoredEvent[]> {
    const { after, last } = await this.rangeOf(organizationId, search);
    for (let start = after; start < last; start += WINDOW)
      yield await this.window(organizationId, search, { after: start, last: Math.min(last, start + WINDOW) });
  }

  async *newestFirst(organizationId: string, search: AuditSearch): AsyncGenerator<StoredEvent[]> {
    const { after, last } = await this.rangeOf(organizationId, search);
    for (let end = last; end > after; end -= WINDOW) {
      const range = { after: Math.max(after, end - WINDOW), last: end };
      yield (await this.window(organizationId, search, range)).toReversed();
    }
  }

  /**
   * The newest that a search finds, in front of a sequence number.
   * @param most events that are looked through @returns how to go on, or null where there are no more
   */
  async page(
    organizationId: string,
    search: AuditSearch,
    before: number | undefined,
    limit: number,
    most: number,
  ): Promise<{ events: StoredEvent[]; next: number | null }> {
    const { after, last } = await this.rangeOf(organizationId, search);
    const start = before === undefined ? last : Math.min(last, before - 1);
    const events: StoredEvent[] = [];
    let end = start;
    for (; end > after && events.length < limit && start - end < most; end -= WINDOW) {
      const range = { after: Math.max(after, end - WINDOW), last: end };
      events.push(...(await this.window(organizationId, search, range)).toReversed());
    }
    if (events.length > limit) return { events: events.slice(0, limit), next: events[limit - 1]!.sequence };
    return { events, next: end > after ? end + 1 : null };
  }

  private window(organizationId: string, search: AuditSearch, { after, last }: Range): Promise<StoredEvent[]> {
    return this.unitOfWork.read((connection) =>
      storedEvents(connection, organizationId, after, last, WINDOW, conditionOf(connection, search)),
    );
  }

  /** Sequence numbers that the search cannot be beyond. */
  private rangeOf(organizationId: string, { after = 0, from, to }: AuditSearch): Promise<Range> {
    return this.unitOfWork.read(async (connection) => {
      const first = await this.events.first(connection, organizationId);
      const last = await this.events.last(connection, organizationId);
      const placeOf = (time: number) => this.placeOf(connection, organizationId, time, { after: first - 1, last });
      return {
        after: Math.max(after, from === undefined ? first - 1 : await placeOf(from - DISORDER_MS)),
        last: to === undefined ? last : await placeOf(to + DISORDER_MS),
      };
    });
  }

  /** The sequence number up to which events are older than a time, found by halving. */
  private async placeOf(
    connection: Connection,
    organizationId: string,
    time: number,
    { after, last }: Range,
  ): Promise<number> {
    let [low, high] = [after, last];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const found = await this.audit.timeOf(connection, organizationId, middle);
      if (found !== undefined && found < time) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function conditionOf({ dialect }: Connection, { from, to, types, actor, resourceId }: AuditSearch): Sql | undefined {
  const conditions = [
    from !== undefined && sql`time >= ${from}`,
    to !== undefined && sql`time < ${to}`,
    types,
    actor !== undefined &&
      sql`(${dialect.jsonValue(sql`actor`, ['id'])} = ${actor} OR ${dialect.jsonValue(sql`actor`, ['kind'])} = ${actor})`,
    resourceId !== undefined && sql`resourceId = ${resourceId}`,
  ].filter((condition) => typeof condition === 'object');
  return conditions.length === 0 ? undefined : join(conditions, ' AND ');
}
