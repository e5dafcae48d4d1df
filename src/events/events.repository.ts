import { Injectable } from '@nestjs/common';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import { clock } from '../platform/database/clock.js';
import { newId } from '../platform/ids/new-id.js';
import type { Connection, Transaction } from '../platform/database/connection.js';
import type { ChangeContext } from './actor.js';
import { CommittedEvents } from './committed-events.js';
import type { EventRow } from './event.entity.js';
import type { EventSequenceRow } from './event-sequence.entity.js';
import type { Event, EventDraft } from './event.js';
import { BatchDigest, type ChainedEvent } from './event-chain.js';
import { startSequence, takeSequence } from './event-sequence.js';

const ROWS_PER_INSERT = 200;

/** The two ends of a sequence, as they are stored. */
export type SequenceEnds = Readonly<Omit<EventSequenceRow, 'organizationId'>>;

/** A change goes by schemas that the organization has changed since: it would leave out what the new ones need. */
export class OutdatedSchemasError extends Error {}

/** Keeps the events of each organization in a sequence without gaps. */
@Injectable()
export class EventsRepository {
  constructor(private readonly committed: CommittedEvents) {}

  /** Starts the sequence and the chain of a new organization. */
  async start(transaction: Transaction, organizationId: string): Promise<void> {
    await startSequence(transaction, organizationId);
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
   * commit, which makes the sequence that of commits: call it as late as can be. The events become one link of the
   * organization's chain.
   * @throws what `Actor.recheck` throws when the session of the actor has ended meanwhile, and OutdatedSchemasError also when it was
   * another process that changed them, a moment ago
   */
  async append(transaction: Transaction, context: ChangeContext, drafts: readonly EventDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    await context.actor.recheck?.(transaction);
    const { organizationId, schemasVersion } = context;
    const isCurrent =
      schemasVersion === undefined
        ? empty
        : sql`AND (SELECT schemasVersion FROM organizations WHERE id = ${organizationId}) = ${schemasVersion}`;
    const time = clock.now();
    const events = drafts.map((draft) => eventOf(context, draft, time));
    const digest = events.reduce((sum, event) => sum.add(event), new BatchDigest()).value();
    const taken = await takeSequence(transaction, organizationId, events.length, digest, isCurrent);
    if (taken === 0) throw new OutdatedSchemasError();
    this.committed.announce(transaction, organizationId, drafts);
    for (let start = 0; start < events.length; start += ROWS_PER_INSERT) {
      const rows = events
        .slice(start, start + ROWS_PER_INSERT)
        .map((event, index) => sequenced(organizationId, event, events.length - 1 - start - index));
      await transaction.execute(sql`
        INSERT INTO events (organizationId, sequence, id, time, type, actor, requestId, resourceType, resourceId, data, hash)
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

  /** Both ends of the sequence and of its chain. */
  async ends(connection: Connection, organizationId: string): Promise<SequenceEnds> {
    const row = await connection.row<EventSequenceRow>(sql`
      SELECT lastSequence, lastHash, anchorSequence, anchorHash FROM event_sequences
      WHERE organizationId = ${organizationId}`);
    return {
      lastSequence: Number(row?.lastSequence ?? 0),
      lastHash: String(row?.lastHash ?? ''),
      anchorSequence: Number(row?.anchorSequence ?? 0),
      anchorHash: String(row?.anchorHash ?? ''),
    };
  }

  /** The sequence number of the oldest event that is kept; 1 where there is none. */
  async first(connection: Connection, organizationId: string): Promise<number> {
    const row = await connection.row<{ sequence: number | null }>(sql`
      SELECT MIN(sequence) AS sequence FROM events WHERE organizationId = ${organizationId}`);
    return Number(row?.sequence ?? 1);
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

function eventOf({ actor, requestId }: ChangeContext, draft: EventDraft, time: number): ChainedEvent {
  const { type, resourceType, resourceId, data } = draft;
  return {
    id: newId(),
    time,
    type,
    actor: JSON.stringify(actor),
    requestId: requestId ?? null,
    resourceType,
    resourceId,
    data: JSON.stringify(data),
  };
}

/** The sequence number and the link are read where they were just made, in the statement that uses them. */
function sequenced(organizationId: string, event: ChainedEvent, fromLast: number): Sql {
  const { id, time, type, actor, requestId, resourceType, resourceId, data } = event;
  return sql`SELECT organizationId, lastSequence - ${fromLast}, ${id}, ${time}, ${type}, ${actor}, ${requestId},
    ${resourceType}, ${resourceId}, ${data}, ${fromLast === 0 ? sql`lastHash` : sql`NULL`}
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
