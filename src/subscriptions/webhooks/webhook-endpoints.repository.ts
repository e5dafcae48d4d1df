import { Injectable } from '@nestjs/common';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import { clock } from '../../platform/database/clock.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { DisabledBecause, WebhookEndpointRow } from './webhook-endpoint.entity.js';

/** Times in milliseconds since 1970. */
export interface WebhookEndpoint {
  readonly organizationId: string;
  readonly id: string;
  readonly label: string;
  readonly url: string;
  /** `user.*,group.members_changed`; null for all. */
  readonly types: string | null;
  /** The name of a delivery format. */
  readonly format: string;
  readonly isEnabled: boolean;
  readonly disabledBecause: DisabledBecause | null;
  readonly secretVersion: number;
  readonly previousSecretUntil: number | null;
  readonly createdAt: number;
  /** Of the last event that was delivered, or was of no wanted type. */
  readonly lastSequence: number;
  /** That the next event has failed so far. */
  readonly attempts: number;
  readonly failingSince: number | null;
  readonly lastError: string | null;
  readonly lastDeliveredAt: number | null;
  readonly dueAt: number;
}

export type EndpointRef = Pick<WebhookEndpoint, 'organizationId' | 'id'>;

/** The right of one process to deliver to an endpoint, until a time. */
export interface EndpointLease {
  /** Another one for every taking. */
  readonly id: string;
  readonly until: number;
}

/** What an operator may change at any time. */
export type EndpointChange = Partial<Pick<WebhookEndpoint, 'label' | 'url' | 'types'>>;

/** How many endpoints have events to come, and since when the oldest of those has been there. */
export interface Backlog {
  readonly endpoints: number;
  readonly oldest: number | null;
}

const DUE = 'webhook_endpoints_due';

/** All SQL on webhook endpoints. */
@Injectable()
export class WebhookEndpointsRepository {
  async insert(transaction: Transaction, endpoint: WebhookEndpoint): Promise<void> {
    const { organizationId, id, label, url, types, format, secretVersion, createdAt, lastSequence } = endpoint;
    await transaction.execute(sql`
      INSERT INTO webhook_endpoints
        (organizationId, id, label, url, types, format, isEnabled, secretVersion, createdAt, lastSequence, attempts, dueAt)
      VALUES (${organizationId}, ${id}, ${label}, ${url}, ${types}, ${format}, 1, ${secretVersion}, ${createdAt},
        ${lastSequence}, 0, ${createdAt})`);
  }

  async count(connection: Connection, organizationId: string): Promise<number> {
    const row = await connection.row<{ endpoints: number }>(
      sql`SELECT COUNT(*) AS endpoints FROM webhook_endpoints WHERE organizationId = ${organizationId}`,
    );
    return Number(row!.endpoints);
  }

  /** In the order of their creation. */
  async list(connection: Connection, organizationId: string): Promise<WebhookEndpoint[]> {
    const rows = await connection.rows<WebhookEndpointRow>(
      sql`SELECT * FROM webhook_endpoints WHERE organizationId = ${organizationId} ORDER BY organizationId, id`,
    );
    return rows.map(toEndpoint);
  }

  async find(connection: Connection, { organizationId, id }: EndpointRef): Promise<WebhookEndpoint | undefined> {
    const row = await connection.row<WebhookEndpointRow>(
      sql`SELECT * FROM webhook_endpoints WHERE organizationId = ${organizationId} AND id = ${id}`,
    );
    return row && toEndpoint(row);
  }

  /** The endpoint, with nobody else changing it until the transaction ends. */
  async lock(transaction: Transaction, { organizationId, id }: EndpointRef): Promise<WebhookEndpoint | undefined> {
    const row = await transaction.row<WebhookEndpointRow>(sql`
      SELECT * FROM webhook_endpoints
      WHERE organizationId = ${organizationId} AND id = ${id} ${transaction.dialect.forUpdate}`);
    return row && toEndpoint(row);
  }

  /** Whoever delivers just now has lost the lease. The next attempt is due at once and is the first. */
  async change(transaction: Transaction, endpoint: WebhookEndpoint, change: EndpointChange): Promise<void> {
    const { label, url, types } = { ...endpoint, ...change };
    await this.set(transaction, endpoint, sql`label = ${label}, url = ${url}, types = ${types}, ${anew(clock.now())}`);
  }

  /** @param previousUntil until when the secret before signs too */
  async setSecret(transaction: Transaction, ref: EndpointRef, version: number, previousUntil: number): Promise<void> {
    await this.set(transaction, ref, sql`secretVersion = ${version}, previousSecretUntil = ${previousUntil}`);
  }

  /** @param lastSequence after which it goes on; where it was when left out */
  async enable(transaction: Transaction, ref: EndpointRef, lastSequence?: number): Promise<void> {
    const place = lastSequence === undefined ? empty : sql`lastSequence = ${lastSequence},`;
    await this.set(transaction, ref, sql`isEnabled = 1, disabledBecause = NULL, ${place} ${anew(clock.now())}`);
  }

  /** Whoever delivers just now has lost the lease. */
  async disable(transaction: Transaction, ref: EndpointRef, because: DisabledBecause): Promise<void> {
    await this.set(transaction, ref, sql`isEnabled = 0, disabledBecause = ${because}, leasedBy = NULL`);
  }

  /** Goes on after another place in the sequence. Whoever delivers just now has lost the lease. */
  async place(transaction: Transaction, ref: EndpointRef, lastSequence: number): Promise<void> {
    await this.set(transaction, ref, sql`lastSequence = ${lastSequence}, ${anew(clock.now())}`);
  }

  async delete(transaction: Transaction, { organizationId, id }: EndpointRef): Promise<void> {
    await transaction.execute(
      sql`DELETE FROM webhook_endpoints WHERE organizationId = ${organizationId} AND id = ${id}`,
    );
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

  /** @returns undefined when it is not due, or no more */
  async lease(
    transaction: Transaction,
    { organizationId, id }: EndpointRef,
    lease: EndpointLease,
    now: number,
  ): Promise<WebhookEndpoint | undefined> {
    const taken = await transaction.execute(sql`
      UPDATE webhook_endpoints SET leasedBy = ${lease.id}, dueAt = ${lease.until}
      WHERE organizationId = ${organizationId} AND id = ${id} AND isEnabled = 1 AND dueAt <= ${now}`);
    return taken === 1 ? this.find(transaction, { organizationId, id }) : undefined;
  }

  /** Notes that an event was delivered, and goes on with the lease or ends it. @returns false when it is somebody else's */
  delivered(
    transaction: Transaction,
    ref: EndpointRef,
    lease: EndpointLease,
    { lastSequence, isLast, now }: { lastSequence: number; isLast: boolean; now: number },
  ): Promise<boolean> {
    return this.settle(
      transaction,
      ref,
      lease,
      sql`lastSequence = ${lastSequence}, attempts = 0, failingSince = NULL, lastError = NULL, lastDeliveredAt = ${now},
        dueAt = ${isLast ? now : lease.until}, leasedBy = ${isLast ? null : lease.id}`,
    );
  }

  /** Gives the lease back, past events that nothing has to be done for. @returns false when it is somebody else's */
  release(
    transaction: Transaction,
    ref: EndpointRef,
    lease: EndpointLease,
    lastSequence: number,
    now: number,
  ): Promise<boolean> {
    return this.settle(transaction, ref, lease, sql`lastSequence = ${lastSequence}, dueAt = ${now}, leasedBy = NULL`);
  }

  /** Notes that the next event has failed, and gives the lease back. @returns false when it is somebody else's */
  failed(
    transaction: Transaction,
    ref: EndpointRef,
    lease: EndpointLease,
    { attempts, failingSince, lastError, dueAt }: Pick<WebhookEndpointRow, 'attempts' | 'dueAt'> & Failing,
  ): Promise<boolean> {
    return this.settle(
      transaction,
      ref,
      lease,
      sql`attempts = ${attempts}, failingSince = ${failingSince}, lastError = ${lastError}, dueAt = ${dueAt},
        leasedBy = NULL`,
    );
  }

  async backlog(connection: Connection): Promise<Backlog> {
    const row = await connection.row<{ endpoints: number; oldest: number | null }>(sql`
      SELECT COUNT(*) AS endpoints, MIN(ev.time) AS oldest
      FROM webhook_endpoints e ${connection.dialect.forceIndex(DUE)} CROSS JOIN event_sequences s
      LEFT JOIN events ev ON ev.organizationId = e.organizationId AND ev.sequence = e.lastSequence + 1
      WHERE e.isEnabled = 1 AND s.organizationId = e.organizationId AND s.lastSequence > e.lastSequence`);
    return { endpoints: Number(row!.endpoints), oldest: row!.oldest === null ? null : Number(row!.oldest) };
  }

  private async settle(
    transaction: Transaction,
    { organizationId, id }: EndpointRef,
    lease: EndpointLease,
    assignments: Sql,
  ): Promise<boolean> {
    const changed = await transaction.execute(sql`
      UPDATE webhook_endpoints SET ${assignments}
      WHERE organizationId = ${organizationId} AND id = ${id} AND leasedBy = ${lease.id}`);
    return changed === 1;
  }

  private async set(transaction: Transaction, { organizationId, id }: EndpointRef, assignments: Sql): Promise<void> {
    await transaction.execute(
      sql`UPDATE webhook_endpoints SET ${assignments} WHERE organizationId = ${organizationId} AND id = ${id}`,
    );
  }
}

interface Failing {
  readonly failingSince: number;
  readonly lastError: string;
}

function anew(now: number): Sql {
  return sql`attempts = 0, failingSince = NULL, dueAt = ${now}, leasedBy = NULL`;
}

function toEndpoint(row: WebhookEndpointRow): WebhookEndpoint {
  const number = (value: number | null) => (value === null ? null : Number(value));
  return {
    organizationId: row.organizationId,
    id: row.id,
    label: row.label,
    url: row.url,
    types: row.types,
    format: String(row.format),
    isEnabled: Number(row.isEnabled) === 1,
    disabledBecause: row.disabledBecause === null ? null : (String(row.disabledBecause) as DisabledBecause),
    secretVersion: Number(row.secretVersion),
    previousSecretUntil: number(row.previousSecretUntil),
    createdAt: Number(row.createdAt),
    lastSequence: Number(row.lastSequence),
    attempts: Number(row.attempts),
    failingSince: number(row.failingSince),
    lastError: row.lastError,
    lastDeliveredAt: number(row.lastDeliveredAt),
    dueAt: Number(row.dueAt),
  };
}
