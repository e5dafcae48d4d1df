import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { LessThan, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import type { EndpointRef } from './webhook-endpoints.repository.js';

const NEWEST_FIRST = { organizationId: 'DESC', endpointId: 'DESC', id: 'DESC' } as const;

/** The log of deliveries. */
@Injectable()
export class WebhookDeliveriesRepository {
  constructor(@InjectRepository(WebhookDelivery) private readonly deliveries: Repository<WebhookDelivery>) {}

  async insert(transaction: Transaction, deliveries: WebhookDelivery[]): Promise<void> {
    await transaction.of(this.deliveries).insert(deliveries);
  }

  /** Newest first. @param before the id of the last one of the page before */
  list(
    connection: Connection,
    { organizationId, id: endpointId }: EndpointRef,
    before: string | undefined,
    limit: number,
  ): Promise<WebhookDelivery[]> {
    return connection.of(this.deliveries).find({
      where: { organizationId, endpointId, ...(before !== undefined && { id: LessThan(before) }) },
      order: NEWEST_FIRST,
      take: limit,
    });
  }

  /** The id of the n-th newest; undefined when there are fewer. @param n counted from 1 */
  async nth(
    connection: Connection,
    { organizationId, id: endpointId }: EndpointRef,
    n: number,
  ): Promise<string | undefined> {
    const [delivery] = await connection.of(this.deliveries).find({
      select: { organizationId: true, endpointId: true, id: true },
      where: { organizationId, endpointId },
      order: NEWEST_FIRST,
      skip: n - 1,
      take: 1,
    });
    return delivery?.id;
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
