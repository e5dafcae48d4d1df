import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { LessThan, LessThanOrEqual, MoreThanOrEqual, Repository } from 'typeorm';
import { StoredEvent } from '../../events/event.entity.js';
import { EventSequence } from '../../events/event-sequence.entity.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { TRIMMED, type Trimmed } from './trimmed.js';

interface CutRow {
  sequence: number;
  hash: string | null;
}

/** Removes events, and finds them by time. Nothing else in the application removes or changes an event. */
@Injectable()
export class AuditRepository {
  constructor(
    @InjectRepository(StoredEvent) private readonly events: Repository<StoredEvent>,
    @InjectRepository(EventSequence) private readonly sequences: Repository<EventSequence>,
  ) {}

  /**
   * The last of the oldest events that may be removed together: whole links, all of them older than a time. Some hundred
   * at most, unless more were written together.
   * @param first sequence number of the oldest event @param last that may be removed
   * @param anchor that the chain begins after
   */
  async cut(
    connection: Connection,
    organizationId: string,
    { first, last, anchor }: { first: number; last: number; anchor: number },
    before: number,
    limit: number,
  ): Promise<Trimmed | undefined> {
    const window = Math.min(first + limit, last + 1);
    const young = await connection.row<{ sequence: number }>(sql`
      SELECT sequence FROM events
      WHERE organizationId = ${organizationId} AND sequence >= ${first} AND sequence < ${window} AND time >= ${before}
      ORDER BY organizationId, sequence LIMIT 1`);
    const end = young ? Number(young.sequence) : window;
    const within = await connection.row<CutRow>(sql`
      SELECT sequence, hash FROM events
      WHERE organizationId = ${organizationId} AND sequence >= ${first} AND sequence < ${end}
        AND (hash IS NOT NULL OR sequence <= ${anchor})
      ORDER BY organizationId DESC, sequence DESC LIMIT 1`);
    if (within || young) return within && toTrimmed(within);
    const beyond = await connection.row<CutRow & { time: number }>(sql`
      SELECT sequence, hash, time FROM events
      WHERE organizationId = ${organizationId} AND sequence >= ${end} AND sequence <= ${last} AND hash IS NOT NULL
      ORDER BY organizationId, sequence LIMIT 1`);
    return beyond && Number(beyond.time) < before ? toTrimmed(beyond) : undefined;
  }

  /** Removes events up to one, after which the chain begins from then on. @returns how many */
  async trim(transaction: Transaction, organizationId: string, { sequence, hash }: Trimmed): Promise<number> {
    const { affected } = await transaction
      .of(this.events)
      .delete({ organizationId, sequence: LessThanOrEqual(sequence) });
    if (hash !== null)
      await transaction
        .of(this.sequences)
        .update({ organizationId, anchorSequence: LessThan(sequence) }, { anchorSequence: sequence, anchorHash: hash });
    return affected ?? 0;
  }

  /** Up to where events were removed, as the newest event that tells of it says. */
  async trimmed(connection: Connection, organizationId: string): Promise<Trimmed | undefined> {
    const row = await connection.row<{ data: string }>(sql`
      SELECT data FROM events ${connection.dialect.forceIndex('events_resource')}
      WHERE organizationId = ${organizationId} AND resourceType = 'Organization' AND resourceId = ${organizationId}
        AND type = ${TRIMMED} ORDER BY sequence DESC LIMIT 1`);
    return row && (JSON.parse(row.data) as Trimmed);
  }

  /** When an event was made, or the first one after it. In milliseconds since 1970. */
  async timeOf(connection: Connection, organizationId: string, sequence: number): Promise<number | undefined> {
    const event = await connection.of(this.events).findOne({
      where: { organizationId, sequence: MoreThanOrEqual(sequence) },
      order: { organizationId: 'ASC', sequence: 'ASC' },
    });
    return event?.time;
  }
}

function toTrimmed({ sequence, hash }: CutRow): Trimmed {
  return { sequence: Number(sequence), hash: hash === null ? null : String(hash) };
}
