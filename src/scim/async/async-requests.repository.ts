import { Injectable } from '@nestjs/common';
import sql, { empty } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { UniqueViolationError } from '../../platform/database/database-errors.js';
import type { AsyncRequestRow } from './async-request.entity.js';

/** A request before it has its place. */
export type NewAsyncRequest = Omit<AsyncRequestRow, 'sequence'>;

/** Most of what one organization may have waiting. */
export interface QueueLimits {
  readonly requests: number;
  readonly bytes: number;
}

/** The right of one process to carry out the requests of an organization. */
export interface QueueLease {
  readonly organizationId: string;
  /** Another one for every taking. */
  readonly id: string;
}

/** All SQL on requests that are carried out after they were answered. */
@Injectable()
export class AsyncRequestsRepository {
  /** Puts a request behind those that wait. @returns false when there is no room */
  async add(transaction: Transaction, request: NewAsyncRequest, limits: QueueLimits): Promise<boolean> {
    const { organizationId, id, createdAt, keyId, requestId, bytes, states, payload } = request;
    if (!(await this.enter(transaction, request, limits))) {
      if (await this.isThere(transaction, organizationId)) return false;
      await this.open(transaction, organizationId);
      if (!(await this.enter(transaction, request, limits))) return false;
    }
    await transaction.execute(sql`
      INSERT INTO async_requests (organizationId, sequence, id, createdAt, keyId, requestId, bytes, states, payload)
      SELECT organizationId, lastSequence, ${id}, ${createdAt}, ${keyId}, ${requestId}, ${bytes}, ${states}, ${payload}
      FROM async_queues WHERE organizationId = ${organizationId}`);
    return true;
  }

  /** How many requests of an organization wait. */
  async waiting(connection: Connection, organizationId: string): Promise<number> {
    const row = await connection.row<{ waiting: number }>(sql`
      SELECT waiting FROM async_queues WHERE organizationId = ${organizationId}`);
    return Number(row?.waiting ?? 0);
  }

  /** How many wait altogether. */
  async allWaiting(connection: Connection): Promise<number> {
    const row = await connection.row<{ waiting: number | null }>(sql`SELECT SUM(waiting) AS waiting FROM async_queues`);
    return Number(row?.waiting ?? 0);
  }

  /** Organizations whose queue is due, the longest first. */
  async due(connection: Connection, now: number, limit: number): Promise<string[]> {
    const rows = await connection.rows<{ organizationId: string }>(sql`
      SELECT organizationId FROM async_queues WHERE dueAt <= ${now} ORDER BY dueAt, organizationId LIMIT ${limit}`);
    return rows.map(({ organizationId }) => String(organizationId));
  }

  /** @param until when others may have it @returns false when it is not due: another has it, or nothing waits */
  async lease(
    transaction: Transaction,
    { organizationId, id }: QueueLease,
    now: number,
    until: number,
  ): Promise<boolean> {
    const taken = await transaction.execute(sql`
      UPDATE async_queues SET leasedBy = ${id}, dueAt = ${until}
      WHERE organizationId = ${organizationId} AND dueAt <= ${now}`);
    return taken === 1;
  }

  /** @param dueAt when the next one may go on with what waits */
  async release(transaction: Transaction, { organizationId, id }: QueueLease, dueAt: number): Promise<void> {
    await transaction.execute(sql`
      UPDATE async_queues SET leasedBy = NULL, dueAt = CASE WHEN waiting > 0 THEN ${dueAt} ELSE NULL END
      WHERE organizationId = ${organizationId} AND leasedBy = ${id}`);
  }

  /** The request that is next. */
  async first(connection: Connection, organizationId: string): Promise<AsyncRequestRow | undefined> {
    const row = await connection.row<AsyncRequestRow>(sql`
      SELECT * FROM async_requests WHERE organizationId = ${organizationId} ORDER BY organizationId, sequence LIMIT 1`);
    return (
      row && {
        organizationId: String(row.organizationId),
        sequence: Number(row.sequence),
        id: String(row.id),
        createdAt: Number(row.createdAt),
        keyId: String(row.keyId),
        requestId: String(row.requestId),
        bytes: Number(row.bytes),
        states: String(row.states),
        payload: row.payload,
      }
    );
  }

  /** Notes how far a request is, and that its process is at work. @returns false when the lease is somebody else's by now */
  async advance(
    transaction: Transaction,
    lease: QueueLease,
    { sequence }: AsyncRequestRow,
    states: string,
    until: number,
  ): Promise<boolean> {
    if (!(await this.renew(transaction, lease, until))) return false;
    await transaction.execute(sql`
      UPDATE async_requests SET states = ${states}
      WHERE organizationId = ${lease.organizationId} AND sequence = ${sequence}`);
    return true;
  }

  /** Forgets a request that is done. @returns false when the lease is somebody else's by now */
  async finish(
    transaction: Transaction,
    lease: QueueLease,
    { sequence, bytes }: AsyncRequestRow,
    until: number,
  ): Promise<boolean> {
    if (!(await this.renew(transaction, lease, until, bytes))) return false;
    await transaction.execute(sql`
      DELETE FROM async_requests WHERE organizationId = ${lease.organizationId} AND sequence = ${sequence}`);
    return true;
  }

  /** @param freed bytes of a request that is done */
  private async renew(
    transaction: Transaction,
    { organizationId, id }: QueueLease,
    until: number,
    freed?: number,
  ): Promise<boolean> {
    const done = freed === undefined ? empty : sql`, waiting = waiting - 1, bytes = bytes - ${freed}`;
    const held = await transaction.execute(sql`
      UPDATE async_queues SET dueAt = ${until} ${done} WHERE organizationId = ${organizationId} AND leasedBy = ${id}`);
    return held === 1;
  }

  /** Takes the next place. The row stays locked until the commit, which makes the order that of commits. */
  private async enter(
    transaction: Transaction,
    { organizationId, createdAt, bytes }: NewAsyncRequest,
    limits: QueueLimits,
  ): Promise<boolean> {
    const entered = await transaction.execute(sql`
      UPDATE async_queues SET dueAt = COALESCE(dueAt, ${createdAt}), lastSequence = lastSequence + 1,
        waiting = waiting + 1, bytes = bytes + ${bytes}
      WHERE organizationId = ${organizationId} AND waiting < ${limits.requests} AND bytes + ${bytes} <= ${limits.bytes}`);
    return entered === 1;
  }

  private async isThere(transaction: Transaction, organizationId: string): Promise<boolean> {
    const row = await transaction.row(sql`
      SELECT organizationId FROM async_queues WHERE organizationId = ${organizationId}`);
    return row !== undefined;
  }

  /** Unless another does at the same time. */
  private async open(transaction: Transaction, organizationId: string): Promise<void> {
    try {
      await transaction.execute(sql`
        INSERT INTO async_queues (organizationId, lastSequence, waiting, bytes) VALUES (${organizationId}, 0, 0, 0)`);
    } catch (error) {
      if (!(error instanceof UniqueViolationError)) throw error;
    }
  }
}
