import { Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { MembershipHistoryRow } from './membership-history.entity.js';

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
  async progress(connection: Connection, organizationId: string): Promise<Progress> {
    const row = await connection.row<{ done: number | null; last: number }>(sql`
      SELECT p.lastSequence AS done, s.lastSequence AS last FROM event_sequences s
      LEFT JOIN membership_history_positions p ON p.organizationId = s.organizationId
      WHERE s.organizationId = ${organizationId}`);
    return { done: Number(row?.done ?? 0), last: Number(row?.last ?? 0) };
  }

  /** How far events have been read, with nobody else reading on until the transaction ends. */
  async lock(transaction: Transaction, organizationId: string): Promise<number> {
    const row = await transaction.row<{ lastSequence: number }>(sql`
      SELECT lastSequence FROM membership_history_positions WHERE organizationId = ${organizationId}
      ${transaction.dialect.forUpdate}`);
    if (row) return Number(row.lastSequence);
    await transaction.execute(sql`
      INSERT INTO membership_history_positions (organizationId, lastSequence) VALUES (${organizationId}, 0)`);
    return 0;
  }

  /** Reads the events after one sequence number up to another. */
  async readOn(transaction: Transaction, organizationId: string, after: number, upTo: number): Promise<void> {
    const events = await transaction.rows<MembersChanged>(sql`
      SELECT e.sequence, e.time, e.resourceId, e.data FROM membership_history_positions p
      JOIN events e ON e.organizationId = p.organizationId AND e.sequence > ${after} AND e.sequence <= ${upTo}
      WHERE p.organizationId = ${organizationId} AND e.type = 'group.members_changed'`);
    const rows = events.flatMap((event) => rowsOf(organizationId, event));
    for (let start = 0; start < rows.length; start += ROWS_PER_INSERT)
      await this.insert(transaction, rows.slice(start, start + ROWS_PER_INSERT));
    await transaction.execute(sql`
      UPDATE membership_history_positions SET lastSequence = ${upTo} WHERE organizationId = ${organizationId}`);
  }

  private async insert(transaction: Transaction, rows: readonly MembershipHistoryRow[]): Promise<void> {
    const values = rows.map(
      ({ organizationId, memberId, sequence, time, groupId, isAdded }) =>
        sql`(${organizationId}, ${memberId}, ${sequence}, ${time}, ${groupId}, ${isAdded})`,
    );
    await transaction.execute(sql`
      INSERT INTO membership_history (organizationId, memberId, sequence, time, groupId, isAdded) VALUES ${join(values)}`);
  }
}

function rowsOf(organizationId: string, { sequence, time, resourceId, data }: MembersChanged): MembershipHistoryRow[] {
  const { added, removed } = JSON.parse(data) as { added: readonly string[]; removed: readonly string[] };
  const row = (memberId: string, isAdded: 0 | 1): MembershipHistoryRow => ({
    organizationId,
    memberId,
    sequence: Number(sequence),
    time: Number(time),
    groupId: String(resourceId),
    isAdded,
  });
  return [...added.map((id) => row(id, 1)), ...removed.map((id) => row(id, 0))];
}
