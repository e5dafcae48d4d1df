import { Injectable } from '@nestjs/common';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import { v7 as uuid } from 'uuid';
import type { Connection, Transaction } from '../database/connection.js';
import type { ChangeContext } from './actor.js';
import { CommittedEvents } from './committed-events.js';
import type { EventSequenceRow } from './event-sequence.entity.js';
import type { EventRow } from './event.entity.js';
import type { Event, EventDraft } from './event.js';

const ROWS_PER_INSERT = 200;

/** A change goes by schemas that the organization has changed since: it would leave out what the new ones need. */
export class OutdatedSchemasError extends Error {}

/** Keeps the events of each organization in a sequence without gaps. */
@Injectable()
export class EventsRepository {
  constructor(private readonly committed: CommittedEvents) {}

  /** Starts the sequence of a new organization. */
  async start(transaction: Transaction, organizationId: string): Promise<void> {
    await transaction.execute(
      sql`INSERT INTO event_sequences (organizationId, lastSequence) VALUES (${organizationId}, 0)`,
    );
  }

  /**
   * Makes changes of an organization that have to see each other wait for each other, until the transaction ends. Like
   * `append` it comes after all other locks.
   */
  async lock(transaction: Transaction, organizationId: string): Promise<void> {
    await transaction.row(sql`
      SELECT lastSequence FROM event_sequences WHERE organizationId = ${organizationId} ${transaction.dialect.forUpdate}`);
  }

  /**
   * Writes events in the transaction of the change that they tell of. Takes the organization's sequence until the
   * commit, which makes the sequence that of commits: call it as late as can be.
   * @throws OutdatedSchemasError also when it was another process that changed them, a moment ago
   */
  async append(transaction: Transaction, context: ChangeContext, drafts: readonly EventDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    const { organizationId, schemasVersion } = context;
    const isCurrent =
      schemasVersion === undefined
        ? empty
        : sql`AND (SELECT schemasVersion FROM organizations WHERE id = ${organizationId}) = ${schemasVersion}`;
    const taken = await transaction.execute(sql`
      UPDATE event_sequences SET lastSequence = lastSequence + ${drafts.length}
      WHERE organizationId = ${organizationId} ${isCurrent}`);
    if (taken === 0) throw new OutdatedSchemasError();
    this.committed.announce(transaction, organizationId, drafts);
    const time = Date.now();
    for (let start = 0; start < drafts.length; start += ROWS_PER_INSERT) {
      const rows = drafts
        .slice(start, start + ROWS_PER_INSERT)
        .map((draft, index) => sequenced(context, draft, time, drafts.length - 1 - start - index));
      await transaction.execute(sql`
        INSERT INTO events (organizationId, sequence, id, time, type, actor, requestId, resourceType, resourceId, data)
        ${join(rows, ' UNION ALL ')}`);
    }
  }

  /** Events after a sequence number, in order. */
  async after(connection: Connection, organizationId: string, sequence: number, limit: number): Promise<Event[]> {
    const rows = await connection.rows<EventRow>(sql`
      SELECT organizationId, sequence, id, time, type, actor, requestId, resourceType, resourceId, data FROM events
      WHERE organizationId = ${organizationId} AND sequence > ${sequence} ORDER BY organizationId, sequence LIMIT ${limit}`);
    return rows.map(toEvent);
  }

  /** The sequence number of the last event. Events up to it can all be read. */
  async last(connection: Connection, organizationId: string): Promise<number> {
    const row = await connection.row<{ lastSequence: number }>(sql`
      SELECT lastSequence FROM event_sequences WHERE organizationId = ${organizationId}`);
    return Number(row?.lastSequence ?? 0);
  }

  /** The same of several organizations. @returns by their ids */
  async lastOfEach(connection: Connection, organizationIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await connection.rows<EventSequenceRow>(sql`
      SELECT organizationId, lastSequence FROM event_sequences WHERE organizationId IN (${join(organizationIds)})`);
    return new Map(rows.map(({ organizationId, lastSequence }) => [organizationId, Number(lastSequence)]));
  }

  /** Events after one sequence number and up to another, in order. @param condition on their type */
  async between(
    connection: Connection,
    organizationId: string,
    after: number,
    to: number,
    condition: Sql | undefined,
    limit: number,
  ): Promise<Event[]> {
    const rows = await connection.rows<EventRow>(sql`
      SELECT organizationId, sequence, id, time, type, actor, requestId, resourceType, resourceId, data FROM events
      WHERE organizationId = ${organizationId} AND sequence > ${after} AND sequence <= ${to}
      ${condition ? sql`AND ${condition}` : empty} ORDER BY organizationId, sequence LIMIT ${limit}`);
    return rows.map(toEvent);
  }
}

/** The sequence number is read where it was just taken, in the statement that uses it. */
function sequenced(
  { organizationId, actor, requestId }: ChangeContext,
  draft: EventDraft,
  time: number,
  fromLast: number,
): Sql {
  const { type, resourceType, resourceId, data } = draft;
  return sql`SELECT organizationId, lastSequence - ${fromLast}, ${uuid()}, ${time}, ${type}, ${JSON.stringify(actor)},
    ${requestId ?? null}, ${resourceType}, ${resourceId}, ${JSON.stringify(data)}
    FROM event_sequences WHERE organizationId = ${organizationId}`;
}

function toEvent(row: EventRow): Event {
  const { time, actor, requestId, data, type, resourceType, resourceId } = row;
  return {
    id: row.id,
    organizationId: row.organizationId,
    sequence: Number(row.sequence),
    time: new Date(Number(time)).toISOString(),
    type: String(type),
    resourceType: String(resourceType) as Event['resourceType'],
    resourceId: String(resourceId),
    actor: JSON.parse(actor) as Event['actor'],
    ...(requestId !== null && { requestId: String(requestId) }),
    data: JSON.parse(data) as object,
  };
}
