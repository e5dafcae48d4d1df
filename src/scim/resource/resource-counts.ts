import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../../database/connection.js';
import type { ResourceType } from '../attributes/resource-type.js';

/** How many resources of the type the organization has. */
export async function totalOf(connection: Connection, organizationId: string, { name }: ResourceType): Promise<number> {
  const row = await connection.row<{ total: number }>(sql`
    SELECT total FROM resource_counts WHERE organizationId = ${organizationId} AND resourceType = ${name}`);
  return Number(row?.total ?? 0);
}

/**
 * Counts resources that came or went. Call it while the organization's event sequence is held: so nobody else of the
 * organization counts before the commit.
 */
export async function count(
  transaction: Transaction,
  organizationId: string,
  { name }: ResourceType,
  change: number,
): Promise<void> {
  const counted = await transaction.execute(sql`
    UPDATE resource_counts SET total = total + ${change} WHERE organizationId = ${organizationId} AND resourceType = ${name}`);
  if (counted > 0) return;
  await transaction.execute(sql`
    INSERT INTO resource_counts (organizationId, resourceType, total) VALUES (${organizationId}, ${name}, ${change})`);
}
