import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Event } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import { isOfTypes } from '../feed/event-types.js';
import { isId } from '../../platform/ids/new-id.js';
import { ResourcesRegistry } from '../../scim/resource/resources.registry.js';
import { type ReceiverKey, ReceiversRepository } from './receivers.repository.js';

/** How far beyond the first event that is not settled others are told and settled, in sequence numbers. */
const WINDOW = 1_000;

/** Events that an application has not settled. */
interface OpenEvents {
  /** In order. */
  readonly events: readonly Event[];
  /** Whether there are more. */
  readonly isMore: boolean;
  /** Sequence number of the last event of the organization. */
  readonly last: number;
}

/** What each application still has to be told, event by event, as RFC 8936 has them acknowledged. */
@Injectable()
export class ReceiversService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventsRepository,
    private readonly receivers: ReceiversRepository,
    private readonly registry: ResourcesRegistry,
  ) {}

  async open(key: ReceiverKey, limit: number): Promise<OpenEvents> {
    return this.unitOfWork.read(async (connection) => {
      const settledTo = await this.receivers.settledTo(connection, key);
      const { after, to, last } = await this.window(connection, key, settledTo);
      const { organizationId } = key;
      const events = await this.events.between(connection, organizationId, after, to, this.isOpen(key), limit + 1);
      return { events: events.slice(0, limit), isMore: events.length > limit || to < last, last };
    });
  }

  /**
   * Notes that events are settled, and how far all are. Ids of other events change nothing.
   * @param eventIds may be empty: what no application has to be told is passed all the same
   */
  async acknowledge(key: ReceiverKey, eventIds: readonly string[]): Promise<void> {
    const ids = eventIds.filter((id) => isId(id));
    await this.unitOfWork.run(async (transaction) => {
      const settledTo = await this.receivers.lock(transaction, key);
      const { after, to } = await this.window(transaction, key, settledTo);
      if (ids.length > 0) await this.receivers.acknowledge(transaction, key, after, to, ids);
      const reached = await this.reached(transaction, key, after, to);
      if (reached > settledTo) await this.receivers.settleTo(transaction, key, reached);
    });
  }

  /** Up to the first event in the window that is open. */
  private async reached(transaction: Transaction, key: ReceiverKey, after: number, to: number): Promise<number> {
    const [first] = await this.events.between(transaction, key.organizationId, after, to, this.isOpen(key), 1);
    return first ? first.sequence - 1 : to;
  }

  /** Begins before the first event that is still there. */
  private async window(connection: Connection, { organizationId }: ReceiverKey, settledTo: number) {
    const last = await this.events.last(connection, organizationId);
    const [first] = await this.events.after(connection, organizationId, settledTo, 1);
    const after = first ? first.sequence - 1 : settledTo;
    return { after, to: Math.max(after, Math.min(last, after + WINDOW)), last };
  }

  private isOpen(key: ReceiverKey): Sql {
    const patterns = this.registry.list().map(({ type }) => `${type.name.toLowerCase()}.*`);
    return sql`${isOfTypes([...patterns, 'request.*'])} AND ${this.receivers.isOpen(key)}`;
  }
}
