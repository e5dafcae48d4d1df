import { Injectable } from '@nestjs/common';
import sql, { empty, join } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { OutboxMessage } from './channel.js';
import type { MessageState, OutboxRow } from './outbox.entity.js';

const ROWS_PER_INSERT = 200;
const DUE = 'outbox_due';

/** A message that is not in the outbox yet. */
export interface NewMessage {
  readonly id: string;
  readonly channel: string;
  readonly topic: string;
  /** As JSON. */
  readonly payload: string;
  readonly createdAt: number;
  readonly dueAt: number;
}

/** A message with what became of it. Times in milliseconds since 1970. */
export interface OutboxEntry extends OutboxMessage {
  readonly topic: string;
  readonly state: MessageState;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly attempts: number;
  readonly sentAt: number | null;
  readonly lastError: string | null;
}

/** The right of one taker to send the messages that it took, for a while. */
export interface LeaseTerms {
  /** Another one for every taking. */
  readonly id: string;
  readonly channel: string;
  readonly until: number;
}

export interface LeasedMessage extends OutboxMessage {
  /** That failed so far. */
  readonly attempts: number;
}

/** What one attempt came to. */
export type Outcome =
  | { readonly state: 'sent' }
  | { readonly state: 'waiting'; readonly dueAt: number; readonly error: string }
  | { readonly state: 'dead'; readonly error: string };

/** How many messages there are of each state. */
export type StateCounts = Readonly<Record<MessageState, number>>;

/** All SQL on the outbox. */
@Injectable()
export class OutboxRepository {
  async insert(transaction: Transaction, organizationId: string, messages: readonly NewMessage[]): Promise<void> {
    for (let start = 0; start < messages.length; start += ROWS_PER_INSERT) {
      const rows = messages
        .slice(start, start + ROWS_PER_INSERT)
        .map(
          ({ id, channel, topic, payload, createdAt, dueAt }) =>
            sql`(${organizationId}, ${id}, ${channel}, ${topic}, 'waiting', ${payload}, ${createdAt}, ${dueAt}, 0)`,
        );
      await transaction.execute(sql`
        INSERT INTO outbox (organizationId, id, channel, topic, state, payload, createdAt, dueAt, attempts)
        VALUES ${join(rows)}`);
    }
  }

  /** Calls back what waits and what nobody sends just now. */
  async withdraw(transaction: Transaction, organizationId: string, topic: string, now: number): Promise<void> {
    await transaction.execute(sql`
      UPDATE outbox SET state = 'withdrawn', leasedBy = NULL, leasedUntil = NULL
      WHERE organizationId = ${organizationId} AND topic = ${topic} AND state = 'waiting'
        AND (leasedUntil IS NULL OR leasedUntil <= ${now})`);
  }

  /** Messages on a topic that went out since then or are being sent just now, with when; newest first. */
  async outSince(
    connection: Connection,
    organizationId: string,
    topic: string,
    since: number,
    now: number,
  ): Promise<{ payload: unknown; at: number }[]> {
    const rows = await connection.rows<Pick<OutboxRow, 'payload' | 'sentAt'>>(sql`
      SELECT payload, sentAt FROM outbox WHERE organizationId = ${organizationId} AND topic = ${topic}
      AND (sentAt > ${since} OR (state = 'waiting' AND leasedUntil > ${now})) ORDER BY createdAt DESC, id DESC LIMIT 50`);
    return rows.map(({ payload, sentAt }) => ({
      payload: JSON.parse(payload) as unknown,
      at: sentAt === null ? now : Number(sentAt),
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
    const rows = await connection.rows<OutboxRow>(sql`
      SELECT organizationId, id, payload, attempts FROM outbox ${connection.dialect.forceIndex(DUE)}
      WHERE channel = ${channel} AND state = 'waiting' AND dueAt = ${until} AND leasedBy = ${id} ORDER BY id`);
    return rows.map((row) => ({ ...toMessage(row), attempts: Number(row.attempts) }));
  }

  /** Notes what an attempt came to. @returns false when the lease is somebody else's by now */
  async settle(
    transaction: Transaction,
    { id: lease }: LeaseTerms,
    { organizationId, id }: OutboxMessage,
    outcome: Outcome,
    now: number,
  ): Promise<boolean> {
    const dueAt = outcome.state === 'waiting' ? outcome.dueAt : now;
    const sentAt = outcome.state === 'sent' ? now : null;
    const lastError = outcome.state === 'sent' ? null : outcome.error;
    const changed = await transaction.execute(sql`
      UPDATE outbox SET state = ${outcome.state}, attempts = attempts + 1, dueAt = ${dueAt}, sentAt = ${sentAt},
        lastError = ${lastError}, leasedBy = NULL, leasedUntil = NULL
      WHERE organizationId = ${organizationId} AND id = ${id} AND state = 'waiting' AND leasedBy = ${lease}`);
    return changed === 1;
  }

  /** Gives back messages of a lease that nobody began to send. */
  async release(
    transaction: Transaction,
    { id: lease }: LeaseTerms,
    messages: readonly OutboxMessage[],
    now: number,
  ): Promise<void> {
    for (const { organizationId, id } of messages)
      await transaction.execute(sql`
        UPDATE outbox SET dueAt = ${now}, leasedBy = NULL, leasedUntil = NULL
        WHERE organizationId = ${organizationId} AND id = ${id} AND state = 'waiting' AND leasedBy = ${lease}`);
  }

  /** Lets a message that is not being sent be tried at once, as if for the first time. @returns how many */
  retry(transaction: Transaction, organizationId: string, id: string, now: number): Promise<number> {
    return transaction.execute(sql`
      UPDATE outbox SET state = 'waiting', attempts = 0, dueAt = ${now}, leasedBy = NULL, leasedUntil = NULL
      WHERE organizationId = ${organizationId} AND id = ${id}
        AND (state = 'dead' OR (state = 'waiting' AND (leasedUntil IS NULL OR leasedUntil <= ${now})))`);
  }

  /** The same for all that were given up. @returns how many */
  retryDead(transaction: Transaction, channel: string, organizationId: string, now: number): Promise<number> {
    return transaction.execute(sql`
      UPDATE outbox SET state = 'waiting', attempts = 0, dueAt = ${now}
      WHERE organizationId = ${organizationId} AND channel = ${channel} AND state = 'dead'`);
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

  async find(
    connection: Connection,
    channel: string,
    organizationId: string,
    id: string,
  ): Promise<OutboxEntry | undefined> {
    const row = await connection.row<OutboxRow>(sql`
      SELECT * FROM outbox WHERE organizationId = ${organizationId} AND id = ${id} AND channel = ${channel}`);
    return row && toEntry(row);
  }

  /** Newest first. @param before id of the last one of the page before */
  async list(
    connection: Connection,
    channel: string,
    organizationId: string,
    { state, before, limit }: { state?: MessageState; before?: string; limit: number },
  ): Promise<OutboxEntry[]> {
    const rows = await connection.rows<OutboxRow>(sql`
      SELECT * FROM outbox WHERE organizationId = ${organizationId} AND channel = ${channel}
      ${state === undefined ? empty : sql`AND state = ${state}`} ${before === undefined ? empty : sql`AND id < ${before}`}
      ORDER BY organizationId DESC, id DESC LIMIT ${limit}`);
    return rows.map(toEntry);
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

function toMessage({ organizationId, id, payload }: OutboxRow): OutboxMessage {
  return { organizationId, id, payload: JSON.parse(payload) as unknown };
}

function toEntry(row: OutboxRow): OutboxEntry {
  return {
    ...toMessage(row),
    topic: String(row.topic),
    state: String(row.state) as MessageState,
    createdAt: Number(row.createdAt),
    dueAt: Number(row.dueAt),
    attempts: Number(row.attempts),
    sentAt: row.sentAt === null ? null : Number(row.sentAt),
    lastError: row.lastError,
  };
}
