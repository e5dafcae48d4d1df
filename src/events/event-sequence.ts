import sql, { empty, type Sql } from 'sql-template-tag';
import type { Transaction } from '../platform/database/connection.js';

/**
 * Takes the next sequence numbers until the commit, and adds a link for their events to the chain. The hash comes first:
 * MySQL computes with what the statement has assigned before, SQLite with what was there.
 * @param count of the events @param digest of them @param condition under which they are taken
 * @returns 0 when the condition is not met
 */
export function takeSequence(
  transaction: Transaction,
  organizationId: string,
  count: number,
  digest: string,
  condition: Sql = empty,
): Promise<number> {
  return transaction.execute(sql`
    UPDATE event_sequences SET
      lastHash = SHA2(CONCAT(lastHash, ':', CAST(lastSequence + ${count} AS SIGNED INTEGER), ':', ${digest}), 256),
      lastSequence = lastSequence + ${count}
    WHERE organizationId = ${organizationId} ${condition}`);
}
