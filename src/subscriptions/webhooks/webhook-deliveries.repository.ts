import { Injectable } from '@nestjs/common';
import sql, { empty, join } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { WebhookDeliveryRow } from './webhook-delivery.entity.js';
import type { EndpointRef } from './webhook-endpoints.repository.js';

export type WebhookDelivery = Readonly<WebhookDeliveryRow>;

/** The log of deliveries. */
@Injectable()
export class WebhookDeliveriesRepository {
  async insert(transaction: Transaction, deliveries: readonly WebhookDelivery[]): Promise<void> {
    const rows = deliveries.map(
      ({ organizationId, endpointId, id, eventId, sequence, attempt, time, durationMs, status, error, answer }) =>
        sql`(${organizationId}, ${endpointId}, ${id}, ${eventId}, ${sequence}, ${attempt}, ${time}, ${durationMs},
          ${status}, ${error}, ${answer})`,
    );
    await transaction.execute(sql`
      INSERT INTO webhook_deliveries
        (organizationId, endpointId, id, eventId, sequence, attempt, time, durationMs, status, error, answer)
      VALUES ${join(rows)}`);
  }

  /** Newest first. @param before the id of the last one of the page before */
  async list(
    connection: Connection,
    { organizationId, id }: EndpointRef,
    before: string | undefined,
    limit: number,
  ): Promise<WebhookDelivery[]> {
    const rows = await connection.rows<WebhookDeliveryRow>(sql`
      SELECT * FROM webhook_deliveries WHERE organizationId = ${organizationId} AND endpointId = ${id}
      ${before === undefined ? empty : sql`AND id < ${before}`}
      ORDER BY organizationId DESC, endpointId DESC, id DESC LIMIT ${limit}`);
    return rows.map(toDelivery);
  }

  /** The id of the n-th newest; undefined when there are fewer. @param n counted from 1 */
  async nth(connection: Connection, { organizationId, id }: EndpointRef, n: number): Promise<string | undefined> {
    const row = await connection.row<{ id: string }>(sql`
      SELECT id FROM webhook_deliveries WHERE organizationId = ${organizationId} AND endpointId = ${id}
      ORDER BY organizationId DESC, endpointId DESC, id DESC LIMIT 1 OFFSET ${n - 1}`);
    return row?.id;
  }

  /** Forgets the oldest ones before an id. @returns how many */
  forget(
    transaction: Transaction,
    { organizationId, id }: EndpointRef,
    before: string,
    limit: number,
  ): Promise<number> {
    return transaction.execute(sql`
      DELETE FROM webhook_deliveries WHERE organizationId = ${organizationId} AND endpointId = ${id} AND id < ${before}
      ORDER BY organizationId, endpointId, id LIMIT ${limit}`);
  }
}

function toDelivery(row: WebhookDeliveryRow): WebhookDelivery {
  const number = (value: number | null) => (value === null ? null : Number(value));
  return {
    organizationId: row.organizationId,
    endpointId: row.endpointId,
    id: row.id,
    eventId: row.eventId,
    sequence: number(row.sequence),
    attempt: Number(row.attempt),
    time: Number(row.time),
    durationMs: Number(row.durationMs),
    status: number(row.status),
    error: row.error,
    answer: row.answer,
  };
}
