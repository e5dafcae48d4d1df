import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { empty, join } from 'sql-template-tag';
import { LessThanOrEqual, Repository } from 'typeorm';
import { clock } from '../../platform/database/clock.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { type DisabledBecause, WebhookEndpoint } from './webhook-endpoint.entity.js';

export type EndpointRef = Readonly<Pick<WebhookEndpoint, 'organizationId' | 'id'>>;

/** The right of one process to deliver to an endpoint, until a time. */
export interface EndpointLease {
  /** Another one for every taking. */
  readonly id: string;
  readonly until: number;
}

/** What an operator may change at any time. */
export type EndpointChange = Readonly<Partial<Pick<WebhookEndpoint, 'label' | 'url' | 'types'>>>;

/** How many endpoints have events to come, and since when the oldest of those has been there. */
interface Backlog {
  readonly endpoints: number;
  readonly oldest: number | null;
}

/** Why the next event has not been delivered yet. */
interface Failure {
  readonly attempts: number;
  readonly failingSince: number;
  readonly lastError: string;
  readonly dueAt: number;
}

const DUE = 'webhook_endpoints_due';

/** Where events are sent. Times are milliseconds since 1970. */
@Injectable()
export class WebhookEndpointsRepository {
  constructor(@InjectRepository(WebhookEndpoint) private readonly endpoints: Repository<WebhookEndpoint>) {}

  async insert(transaction: Transaction, endpoint: WebhookEndpoint): Promise<void> {
    await transaction.of(this.endpoints).insert(endpoint);
  }

  count(connection: Connection, organizationId: string): Promise<number> {
    return connection.of(this.endpoints).countBy({ organizationId });
  }

  /** In the order of their creation. */
  list(connection: Connection, organizationId: string): Promise<WebhookEndpoint[]> {
    return connection
      .of(this.endpoints)
      .find({ where: { organizationId }, order: { organizationId: 'ASC', id: 'ASC' } });
  }

  find(connection: Connection, { organizationId, id }: EndpointRef): Promise<WebhookEndpoint | null> {
    return connection.of(this.endpoints).findOneBy({ organizationId, id });
  }

  /** The endpoint, with nobody else changing it until the transaction ends. */
  lock(transaction: Transaction, { organizationId, id }: EndpointRef): Promise<WebhookEndpoint | null> {
    return transaction.of(this.endpoints).findOne({ where: { organizationId, id }, ...transaction.locked });
  }

  /** A process that is delivering loses the lease. The next attempt is due at once and is the first. */
  async change(transaction: Transaction, endpoint: WebhookEndpoint, change: EndpointChange): Promise<void> {
    const { label, url, types } = { ...endpoint, ...change };
    await this.update(transaction, endpoint, { label, url, types, ...firstAttempt() });
  }

  /** @param previousSecretUntil until when the secret before signs too */
  async setSecret(
    transaction: Transaction,
    ref: EndpointRef,
    secretVersion: number,
    previousSecretUntil: number,
  ): Promise<void> {
    await this.update(transaction, ref, { secretVersion, previousSecretUntil });
  }

  /** @param lastSequence after which it goes on; where it was when left out */
  async enable(transaction: Transaction, ref: EndpointRef, lastSequence?: number): Promise<void> {
    const place = lastSequence === undefined ? {} : { lastSequence };
    await this.update(transaction, ref, { isEnabled: true, disabledBecause: null, ...place, ...firstAttempt() });
  }

  /** A process that is delivering loses the lease. */
  async disable(transaction: Transaction, ref: EndpointRef, disabledBecause: DisabledBecause): Promise<void> {
    await this.update(transaction, ref, { isEnabled: false, disabledBecause, leasedBy: null });
  }

  /** Goes on after another place in the sequence. A process that is delivering loses the lease. */
  async place(transaction: Transaction, ref: EndpointRef, lastSequence: number): Promise<void> {
    await this.update(transaction, ref, { lastSequence, ...firstAttempt() });
  }

  async delete(transaction: Transaction, { organizationId, id }: EndpointRef): Promise<void> {
    await transaction.of(this.endpoints).delete({ organizationId, id });
  }

  /**
   * Endpoints that have events to come and are not being delivered to, those first that have waited longest. The event
   * may be of no wanted type.
   * @param organizationIds all organizations when left out
   */
  async behind(
    connection: Connection,
    now: number,
    limit: number,
    organizationIds?: readonly string[],
  ): Promise<EndpointRef[]> {
    const [index, ofOrganizations] = organizationIds
      ? [empty, sql`AND e.organizationId IN (${join(organizationIds)})`]
      : [connection.dialect.forceIndex(DUE), empty];
    return connection.rows<EndpointRef>(sql`
      SELECT e.organizationId, e.id FROM webhook_endpoints e ${index} CROSS JOIN event_sequences s
      WHERE e.isEnabled = 1 AND e.dueAt <= ${now} ${ofOrganizations}
        AND s.organizationId = e.organizationId AND s.lastSequence > e.lastSequence
      ORDER BY e.dueAt LIMIT ${limit}`);
  }

  /** @returns null when it is not due, or no longer */
  async lease(
    transaction: Transaction,
    { organizationId, id }: EndpointRef,
    lease: EndpointLease,
    now: number,
  ): Promise<WebhookEndpoint | null> {
    const { affected } = await transaction
      .of(this.endpoints)
      .update(
        { organizationId, id, isEnabled: true, dueAt: LessThanOrEqual(now) },
        { leasedBy: lease.id, dueAt: lease.until },
      );
    return affected === 1 ? this.find(transaction, { organizationId, id }) : null;
  }

  /** Notes that an event was delivered, and goes on with the lease or ends it. @returns false when it is somebody else's */
  delivered(
    transaction: Transaction,
    ref: EndpointRef,
    lease: EndpointLease,
    { lastSequence, isLast, now }: { lastSequence: number; isLast: boolean; now: number },
  ): Promise<boolean> {
    return this.updateLeased(transaction, ref, lease, {
      lastSequence,
      attempts: 0,
      failingSince: null,
      lastError: null,
      lastDeliveredAt: now,
      dueAt: isLast ? now : lease.until,
      leasedBy: isLast ? null : lease.id,
    });
  }

  /** Gives the lease back, past events that nothing has to be done for. @returns false when it is somebody else's */
  release(
    transaction: Transaction,
    ref: EndpointRef,
    lease: EndpointLease,
    lastSequence: number,
    now: number,
  ): Promise<boolean> {
    return this.updateLeased(transaction, ref, lease, { lastSequence, dueAt: now, leasedBy: null });
  }

  /** Notes that the next event has failed, and gives the lease back. @returns false when it is somebody else's */
  failed(transaction: Transaction, ref: EndpointRef, lease: EndpointLease, failure: Failure): Promise<boolean> {
    return this.updateLeased(transaction, ref, lease, { ...failure, leasedBy: null });
  }

  async backlog(connection: Connection): Promise<Backlog> {
    const row = await connection.row<Backlog>(sql`
      SELECT COUNT(*) AS endpoints, MIN(ev.time) AS oldest
      FROM webhook_endpoints e ${connection.dialect.forceIndex(DUE)} CROSS JOIN event_sequences s
      LEFT JOIN events ev ON ev.organizationId = e.organizationId AND ev.sequence = e.lastSequence + 1
      WHERE e.isEnabled = 1 AND s.organizationId = e.organizationId AND s.lastSequence > e.lastSequence`);
    return row!;
  }

  private async update(
    transaction: Transaction,
    { organizationId, id }: EndpointRef,
    change: Partial<WebhookEndpoint>,
  ): Promise<void> {
    await transaction.of(this.endpoints).update({ organizationId, id }, change);
  }

  private async updateLeased(
    transaction: Transaction,
    { organizationId, id }: EndpointRef,
    { id: leasedBy }: EndpointLease,
    change: Partial<WebhookEndpoint>,
  ): Promise<boolean> {
    const { affected } = await transaction.of(this.endpoints).update({ organizationId, id, leasedBy }, change);
    return affected === 1;
  }
}

/** The next one is due at once, with nothing failed before. */
function firstAttempt() {
  return { attempts: 0, failingSince: null, dueAt: clock.now(), leasedBy: null };
}
