import sql, { empty, type Sql } from 'sql-template-tag';
import type { Connection } from '../platform/database/connection.js';
import type { StoredEvent } from './event.entity.js';

/** Events after one sequence number and up to another, in order. @param condition on their columns */
export async function storedEvents(
  connection: Connection,
  organizationId: string,
  after: number,
  to: number,
  limit: number,
  condition?: Sql,
): Promise<StoredEvent[]> {
  const rows = await connection.rows<StoredEvent>(sql`
    SELECT organizationId, sequence, id, time, type, actor, requestId, resourceType, resourceId, data, hash FROM events
    WHERE organizationId = ${organizationId} AND sequence > ${after} AND sequence <= ${to} ${condition ? sql`AND ${condition}` : empty}
    ORDER BY organizationId, sequence LIMIT ${limit}`);
  return rows.map((row) => ({
    organizationId: row.organizationId,
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
