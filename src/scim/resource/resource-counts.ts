import sql, { type Sql } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { ResourceType } from '../attributes/resource-type.js';

/** How many resources of the type the organization has. */
export async function totalOf(connection: Connection, organizationId: string, { name }: ResourceType): Promise<number> {
  const row = await connection.row<{ total: number }>(sql`
    SELECT total FROM resource_counts WHERE organizationId = ${organizationId} AND resourceType = ${name}`);
  return Number(row?.total ?? 0);
}

/** How many resources of all types the organization has. */
export async function resourcesOf(connection: Connection, organizationId: string): Promise<number> {
  const row = await connection.row<{ total: number }>(
    sql`SELECT SUM(total) AS total FROM resource_counts WHERE organizationId = ${organizationId}`,
  );
  return Number(row?.total ?? 0);
}

/** Joins `counts_`, the row with the total and the shifts of the type, to a SELECT. */
export function joinCounts(organizationId: string, { name }: ResourceType): Sql {
  return sql`LEFT JOIN resource_counts counts_
    ON counts_.organizationId = ${organizationId} AND counts_.resourceType = ${name}`;
}

/**
 * Counts resources that came. Whatever comes before the last one in the order of ids shifts those behind it. Call it
 * while the organization's event sequence is held: so nobody else of the organization counts before the commit.
 * @param ids at least one
 */
export async function countCreated(
  transaction: Transaction,
  organizationId: string,
  type: ResourceType,
  ids: readonly string[],
): Promise<void> {
  const first = ids.reduce((least, id) => (id < least ? id : least));
  const last = ids.reduce((greatest, id) => (id > greatest ? id : greatest));
  const counted = await transaction.execute(
    counting(
      organizationId,
      type,
      sql`total = total + ${ids.length}, shifts = shifts + CASE WHEN lastId > ${first} THEN 1 ELSE 0 END,
      lastId = CASE WHEN lastId > ${last} THEN lastId ELSE ${last} END`,
    ),
  );
  if (counted > 0) return;
  await transaction.execute(sql`
    INSERT INTO resource_counts (organizationId, resourceType, total, shifts, lastId)
    VALUES (${organizationId}, ${type.name}, ${ids.length}, 0, ${last})`);
}

/** Counts a resource that went, under the same lock. */
export async function countDeleted(
  transaction: Transaction,
  organizationId: string,
  type: ResourceType,
): Promise<void> {
  await transaction.execute(counting(organizationId, type, sql`total = total - 1, shifts = shifts + 1`));
}

function counting(organizationId: string, { name }: ResourceType, changes: Sql): Sql {
  return sql`
    UPDATE resource_counts SET ${changes} WHERE organizationId = ${organizationId} AND resourceType = ${name}`;
}
