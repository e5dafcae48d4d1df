import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { empty } from 'sql-template-tag';
import { IsNull, LessThan, LessThanOrEqual, Or, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { OutgoingMessage } from './channel.js';
import { type MessageState, OutboxMessage } from './outbox.entity.js';

const ROWS_PER_INSERT = 200;
const DUE = 'outbox_due';

/** A message that is not in the outbox yet. */
type NewMessage = Readonly<
  Pick<OutboxMessage, 'id' | 'channel' | 'topic' | 'createdAt' | 'dueAt'> & { payload: object }
>;

/** The right of one taker to send the messages that it took, for a while. */
export interface LeaseTerms {
  /** Another one for every taking. */
  readonly id: string;
  readonly channel: string;
  readonly until: number;
}

export interface LeasedMessage extends OutgoingMessage {
  /** That failed so far. */
  readonly attempts: number;
}

/** What one attempt came to. */
export type AttemptResult =
  | { readonly state: 'sent' }
  | { readonly state: 'waiting'; readonly dueAt: number; readonly error: string }
  | { readonly state: 'dead'; readonly error: string };

/** How many messages there are of each state. */
export type StateCounts = Readonly<Record<MessageState, number>>;

/** Messages on their way out. Times are milliseconds since 1970. */
@Injectable()
export class OutboxRepository {
  constructor(@InjectRepository(OutboxMessage) private readonly messages: Repository<OutboxMessage>) {}

  async insert(transaction: Transaction, organizationId: string, messages: readonly NewMessage[]): Promise<void> {
    const rows = messages.map((message) => ({ ...message, organizationId, state: 'waiting' as const, attempts: 0 }));
    for (let start = 0; start < rows.length; start += ROWS_PER_INSERT)
      await transaction.of(this.messages).insert(rows.slice(start, start + ROWS_PER_INSERT));
  }

  /** Calls back what waits and what nobody sends just now. */
  async withdraw(transaction: Transaction, organizationId: string, topic: string, now: number): Promise<void> {
    await transaction
      .of(this.messages)
      .update(
        { organizationId, topic, state: 'waiting', leasedUntil: Or(IsNull(), LessThanOrEqual(now)) },
        { state: 'withdrawn', leasedBy: null, leasedUntil: null },
      );
  }

  /** Messages on a topic that went out since then or are being sent just now, with when; newest first. */
  async outSince(
    connection: Connection,
    organizationId: string,
    topic: string,
    since: number,
    now: number,
  ): Promise<{ payload: unknown; at: number }[]> {
    const rows = await connection.rows<{ payload: string; sentAt: number | null }>(sql`
      SELECT payload, sentAt FROM outbox WHERE organizationId = ${organizationId} AND topic = ${topic}
      AND (sentAt > ${since} OR (state = 'waiting' AND leasedUntil > ${now})) ORDER BY createdAt DESC, id DESC LIMIT 50`);
    return rows.map(({ payload, sentAt }) => ({
      payload: JSON.parse(payload) as unknown,
      at: sentAt ?? now,
    }));
  }

  async isAnyDue(connection: Connection, channel: string, now: number): Promise<boolean> {
    const row = await connection.row(sql`
      SELECT id FROM outbox ${connection.dialect.forceIndex(DUE)}
      WHERE channel = ${channel} AND state = 'waiting' AND dueAt <= ${now} LIMIT 1`);
    return row !== undefined;
  }

  /** Leases messages that are due, oldest first. A leased one is due when its lease ends. @returns how many */
  lease(transaction: Transaction, { id, channel, until }: LeaseTerms, now: number, limit: number): Promise<number> {
    return transaction.execute(sql`
      UPDATE outbox ${transaction.dialect.forceIndex(DUE)} SET leasedBy = ${id}, leasedUntil = ${until}, dueAt = ${until}
      WHERE channel = ${channel} AND state = 'waiting' AND dueAt <= ${now} ORDER BY dueAt, id LIMIT ${limit}`);
  }

  /** The messages of a lease. */
  async leased(connection: Connection, { id, channel, until }: LeaseTerms): Promise<LeasedMessage[]> {
    const rows = await connection.rows<LeasedMessage & { payload: string }>(sql`
      SELECT organizationId, id, payload, attempts FROM outbox ${connection.dialect.forceIndex(DUE)}
      WHERE channel = ${channel} AND state = 'waiting' AND dueAt = ${until} AND leasedBy = ${id} ORDER BY id`);
    return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as unknown }));
  }

  /** Notes what an attempt came to. @returns false when the lease is somebody else's by now */
  async record(
    transaction: Transaction,
    { id: lease }: LeaseTerms,
    { organizationId, id }: OutgoingMessage,
    result: AttemptResult,
    now: number,
  ): Promise<boolean> {
    const dueAt = result.state === 'waiting' ? result.dueAt : now;
    const sentAt = result.state === 'sent' ? now : null;
    const lastError = result.state === 'sent' ? null : result.error;
    const changed = await transaction.execute(sql`
      UPDATE outbox SET state = ${result.state}, attempts = attempts + 1, dueAt = ${dueAt}, sentAt = ${sentAt},
        lastError = ${lastError}, leasedBy = NULL, leasedUntil = NULL
      WHERE organizationId = ${organizationId} AND id = ${id} AND state = 'waiting' AND leasedBy = ${lease}`);
    return changed === 1;
  }

  /** Gives back messages of a lease that nobody began to send. */
  async release(
    transaction: Transaction,
    { id: lease }: LeaseTerms,
    messages: readonly OutgoingMessage[],
    now: number,
  ): Promise<void> {
    for (const { organizationId, id } of messages)
      await transaction
        .of(this.messages)
        .update(
          { organizationId, id, state: 'waiting', leasedBy: lease },
          { dueAt: now, leasedBy: null, leasedUntil: null },
        );
  }

  /** Lets a message that is not being sent be tried at once, as if for the first time. @returns how many */
  retry(transaction: Transaction, organizationId: string, id: string, now: number): Promise<number> {
    return transaction.execute(sql`
      UPDATE outbox SET state = 'waiting', attempts = 0, dueAt = ${now}, leasedBy = NULL, leasedUntil = NULL
      WHERE organizationId = ${organizationId} AND id = ${id}
        AND (state = 'dead' OR (state = 'waiting' AND (leasedUntil IS NULL OR leasedUntil <= ${now})))`);
  }

  /** Lets all messages that were given up be tried again. @returns how many */
  async retryDead(transaction: Transaction, channel: string, organizationId: string, now: number): Promise<number> {
    const { affected } = await transaction
      .of(this.messages)
      .update({ organizationId, channel, state: 'dead' }, { state: 'waiting', attempts: 0, dueAt: now });
    return affected ?? 0;
  }

  /** Forgets messages that have been in a state since before a time. @returns how many */
  forget(
    transaction: Transaction,
    channel: string,
    state: MessageState,
    before: number,
    limit: number,
  ): Promise<number> {
    return transaction.execute(sql`
      DELETE FROM outbox WHERE channel = ${channel} AND state = ${state} AND dueAt < ${before}
      ORDER BY dueAt, id LIMIT ${limit}`);
  }

  find(connection: Connection, channel: string, organizationId: string, id: string): Promise<OutboxMessage | null> {
    return connection.of(this.messages).findOneBy({ organizationId, id, channel });
  }

  /** Newest first. @param before id of the last one of the page before */
  list(
    connection: Connection,
    channel: string,
    organizationId: string,
    { state, before, limit }: { state?: MessageState; before?: string; limit: number },
  ): Promise<OutboxMessage[]> {
    return connection.of(this.messages).find({
      where: { organizationId, channel, ...(state && { state }), ...(before && { id: LessThan(before) }) },
      order: { organizationId: 'DESC', id: 'DESC' },
      take: limit,
    });
  }

  /** Messages that are to be sent still and that were given up, from the index alone: what is out is not counted. */
  async backlog(connection: Connection, channel: string): Promise<Pick<StateCounts, 'waiting' | 'dead'>> {
    const rows = await connection.rows<CountRow>(sql`
      SELECT state, COUNT(*) AS messages FROM outbox ${connection.dialect.forceIndex(DUE)}
      WHERE channel = ${channel} AND state IN ('waiting', 'dead') GROUP BY state`);
    return toCounts(rows);
  }

  /** All messages of a channel, of one organization or of the server. */
  async counts(connection: Connection, channel: string, organizationId?: string): Promise<StateCounts> {
    const rows = await connection.rows<CountRow>(sql`
      SELECT state, COUNT(*) AS messages FROM outbox WHERE channel = ${channel}
      ${organizationId === undefined ? empty : sql`AND organizationId = ${organizationId}`} GROUP BY state`);
    return toCounts(rows);
  }

  /** How many went out since then. */
  async sentSince(connection: Connection, channel: string, since: number, organizationId?: string): Promise<number> {
    const row = await connection.row<{ messages: number }>(sql`
      SELECT COUNT(*) AS messages FROM outbox ${connection.dialect.forceIndex(DUE)}
      WHERE channel = ${channel} AND state = 'sent' AND dueAt > ${since}
      ${organizationId === undefined ? empty : sql`AND organizationId = ${organizationId}`}`);
    return Number(row!.messages);
  }
}

interface CountRow {
  state: string;
  messages: number;
}

function toCounts(rows: readonly CountRow[]): StateCounts {
  const counts = { waiting: 0, sent: 0, dead: 0, withdrawn: 0 };
  for (const { state, messages } of rows) counts[String(state) as MessageState] = Number(messages);
  return counts;
}
