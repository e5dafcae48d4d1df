import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { MembershipChange, MembershipHistoryPosition } from './membership-history.entity.js';

const ROWS_PER_INSERT = 200;

/** An event that tells who was put into a group and taken out of it. */
interface MembersChanged {
  sequence: number;
  time: number;
  resourceId: unknown;
  data: string;
}

/** How far events have been read, and how far they go. */
export interface Progress {
  readonly done: number;
  readonly last: number;
}

/** Finds the events of `group.members_changed` by the member: a row for each member that one names. */
@Injectable()
export class MembershipHistoryRepository {
  constructor(
    @InjectRepository(MembershipChange) private readonly changes: Repository<MembershipChange>,
    @InjectRepository(MembershipHistoryPosition) private readonly positions: Repository<MembershipHistoryPosition>,
  ) {}

  async progress(connection: Connection, organizationId: string): Promise<Progress> {
    const row = await connection.row<{ done: number | null; last: number }>(sql`
      SELECT p.lastSequence AS done, s.lastSequence AS last FROM event_sequences s
      LEFT JOIN membership_history_positions p ON p.organizationId = s.organizationId
      WHERE s.organizationId = ${organizationId}`);
    return { done: Number(row?.done ?? 0), last: Number(row?.last ?? 0) };
  }

  /** How far events have been read, with nobody else reading on until the transaction ends. */
  async lock(transaction: Transaction, organizationId: string): Promise<number> {
    const positions = transaction.of(this.positions);
    const position = await positions.findOne({ where: { organizationId }, ...transaction.locked });
    if (position) return position.lastSequence;
    await positions.insert({ organizationId, lastSequence: 0 });
    return 0;
  }

  /** Reads the events after one sequence number up to another. */
  async readOn(transaction: Transaction, organizationId: string, after: number, upTo: number): Promise<void> {
    const events = await transaction.rows<MembersChanged>(sql`
      SELECT e.sequence, e.time, e.resourceId, e.data FROM membership_history_positions p
      JOIN events e ON e.organizationId = p.organizationId AND e.sequence > ${after} AND e.sequence <= ${upTo}
      WHERE p.organizationId = ${organizationId} AND e.type = 'group.members_changed'`);
    const changes = events.flatMap((event) => changesOf(organizationId, event));
    for (let start = 0; start < changes.length; start += ROWS_PER_INSERT)
      await transaction.of(this.changes).insert(changes.slice(start, start + ROWS_PER_INSERT));
    await transaction.of(this.positions).update({ organizationId }, { lastSequence: upTo });
  }
}

function changesOf(organizationId: string, { sequence, time, resourceId, data }: MembersChanged): MembershipChange[] {
  const { added, removed } = JSON.parse(data) as { added: readonly string[]; removed: readonly string[] };
  const change = (memberId: string, isAdded: boolean): MembershipChange => ({
    organizationId,
    memberId,
    sequence: Number(sequence),
    time: Number(time),
    groupId: String(resourceId),
    isAdded,
  });
  return [...added.map((id) => change(id, true)), ...removed.map((id) => change(id, false))];
}
