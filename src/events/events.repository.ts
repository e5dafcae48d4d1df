import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import { In, MoreThan, Repository } from 'typeorm';
import { clock } from '../platform/database/clock.js';
import { newId } from '../platform/ids/new-id.js';
import type { Connection, Transaction } from '../platform/database/connection.js';
import type { ChangeContext } from './actor.js';
import { CommittedEvents } from './committed-events.js';
import { StoredEvent } from './event.entity.js';
import { EventSequence } from './event-sequence.entity.js';
import type { Event, EventDraft } from './event.js';
import { BatchDigest, type ChainedEvent, firstHash } from './event-chain.js';
import { takeSequence } from './event-sequence.js';

const ROWS_PER_INSERT = 200;

/** The two ends of a sequence, as they are stored. */
export type SequenceEnds = Readonly<Omit<EventSequence, 'organizationId'>>;

/** A change goes by schemas that the organization has changed since: it would leave out what the new ones need. */
export class OutdatedSchemasError extends Error {}

/** Keeps the events of each organization in a sequence without gaps. */
@Injectable()
export class EventsRepository {
  constructor(
    @InjectRepository(StoredEvent) private readonly storedEvents: Repository<StoredEvent>,
    @InjectRepository(EventSequence) private readonly sequences: Repository<EventSequence>,
    private readonly committed: CommittedEvents,
  ) {}

  /** Starts the sequence and the chain of a new organization. */
  async start(transaction: Transaction, organizationId: string): Promise<void> {
    const hash = firstHash(organizationId);
    await transaction
      .of(this.sequences)
      .insert({ organizationId, lastSequence: 0, lastHash: hash, anchorSequence: 0, anchorHash: hash });
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
    const events = await connection.of(this.storedEvents).find({
      where: { organizationId, sequence: MoreThan(sequence) },
      order: { organizationId: 'ASC', sequence: 'ASC' },
      take: limit,
    });
    return events.map(toEvent);
  }

  /** The sequence number of the last event. Events up to it can all be read. */
  async last(connection: Connection, organizationId: string): Promise<number> {
    return (await this.ends(connection, organizationId)).lastSequence;
  }

  /** Both ends of the sequence and of its chain. */
  async ends(connection: Connection, organizationId: string): Promise<SequenceEnds> {
    const sequence = await connection.of(this.sequences).findOneBy({ organizationId });
    return sequence ?? { lastSequence: 0, lastHash: '', anchorSequence: 0, anchorHash: '' };
  }

  /** The sequence number of the oldest event that is kept; 1 where there is none. */
  async first(connection: Connection, organizationId: string): Promise<number> {
    return (await connection.of(this.storedEvents).minimum('sequence', { organizationId })) ?? 1;
  }

  /** Last sequence numbers of several organizations. @returns by their ids */
  async lastOfEach(connection: Connection, organizationIds: readonly string[]): Promise<Map<string, number>> {
    const sequences = await connection.of(this.sequences).findBy({ organizationId: In(organizationIds) });
    return new Map(sequences.map(({ organizationId, lastSequence }) => [organizationId, lastSequence]));
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
    const rows = await connection.rows<StoredEvent>(sql`
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

function toEvent(row: StoredEvent): Event {
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
