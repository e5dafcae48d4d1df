import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';

/** The application with a key. */
export interface ReceiverKey {
  readonly organizationId: string;
  readonly id: string;
}

/** Which events each application has settled. */
@Injectable()
export class ReceiversRepository {
  /** Sequence number up to which everything is settled. */
  async settledTo(connection: Connection, { organizationId, id }: ReceiverKey): Promise<number> {
    const row = await connection.row<{ settledTo: number }>(sql`
      SELECT settledTo FROM security_event_receivers WHERE organizationId = ${organizationId} AND keyId = ${id}`);
    return Number(row?.settledTo ?? 0);
  }

  /** The same, with nobody else settling events of that key until the transaction ends. */
  async lock(transaction: Transaction, key: ReceiverKey): Promise<number> {
    const { organizationId, id } = key;
    await transaction.row(sql`
      SELECT id FROM application_keys
      WHERE organizationId = ${organizationId} AND id = ${id} ${transaction.dialect.forUpdate}`);
    return this.settledTo(transaction, key);
  }

  /** That an event of `events` is not among those settled out of order. */
  isOpen({ organizationId, id }: ReceiverKey): Sql {
    return sql`NOT EXISTS (
      SELECT 1 FROM settled_security_events s
      WHERE s.organizationId = ${organizationId} AND s.keyId = ${id} AND s.sequence = events.sequence)`;
  }

  /** Notes events after one sequence number and up to another; other ids change nothing. */
  async settle(
    transaction: Transaction,
    key: ReceiverKey,
    after: number,
    to: number,
    eventIds: readonly string[],
  ): Promise<void> {
    const { organizationId, id } = key;
    await transaction.execute(sql`
      INSERT INTO settled_security_events (organizationId, keyId, sequence)
      SELECT organizationId, ${id}, sequence FROM events
      WHERE organizationId = ${organizationId} AND sequence > ${after} AND sequence <= ${to}
        AND id IN (${join(eventIds)}) AND ${this.isOpen(key)}`);
  }

  /** Notes that everything up to a sequence number is settled. */
  async settleTo(transaction: Transaction, { organizationId, id }: ReceiverKey, sequence: number): Promise<void> {
    const moved = await transaction.execute(sql`
      UPDATE security_event_receivers SET settledTo = ${sequence}
      WHERE organizationId = ${organizationId} AND keyId = ${id}`);
    if (moved === 0)
      await transaction.execute(sql`
        INSERT INTO security_event_receivers (organizationId, keyId, settledTo)
        VALUES (${organizationId}, ${id}, ${sequence})`);
    await transaction.execute(sql`
      DELETE FROM settled_security_events
      WHERE organizationId = ${organizationId} AND keyId = ${id} AND sequence <= ${sequence}`);
  }
}
