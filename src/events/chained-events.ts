import sql, { empty, type Sql } from 'sql-template-tag';
import type { Connection } from '../platform/database/connection.js';
import type { EventRow } from './event.entity.js';
import type { ChainedEvent } from './event-chain.js';

/** An event as it is stored, with its place in the chain. */
export interface StoredEvent extends ChainedEvent {
  readonly sequence: number;
  /** Of the last of those that were written together. */
  readonly hash: string | null;
}

/** Events after one sequence number and up to another, in order. @param condition on their columns */
export async function storedEvents(
  connection: Connection,
  organizationId: string,
  after: number,
  to: number,
  limit: number,
  condition?: Sql,
): Promise<StoredEvent[]> {
  const rows = await connection.rows<EventRow>(sql`
    SELECT sequence, id, time, type, actor, requestId, resourceType, resourceId, data, hash FROM events
    WHERE organizationId = ${organizationId} AND sequence > ${after} AND sequence <= ${to} ${condition ? sql`AND ${condition}` : empty}
    ORDER BY organizationId, sequence LIMIT ${limit}`);
  return rows.map((row) => ({
    sequence: Number(row.sequence),
    id: row.id,
    time: Number(row.time),
    type: String(row.type),
    actor: row.actor,
    requestId: row.requestId === null ? null : String(row.requestId),
    resourceType: String(row.resourceType),
    resourceId: String(row.resourceId),
    data: row.data,
    hash: row.hash === null ? null : String(row.hash),
  }));
}
