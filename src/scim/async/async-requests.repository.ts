import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { empty } from 'sql-template-tag';
import { LessThanOrEqual, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { UniqueViolationError } from '../../platform/database/database-errors.js';
import { AsyncQueue, AsyncRequest } from './async-request.entity.js';

/** A request before it has its place. */
export type NewAsyncRequest = Omit<AsyncRequest, 'sequence'>;

/** Most of what one organization may have waiting. */
interface QueueLimits {
  readonly requests: number;
  readonly bytes: number;
}

/** The right of one process to carry out the requests of an organization. */
export interface QueueLease {
  readonly organizationId: string;
  /** Another one for every taking. */
  readonly id: string;
}

/** Requests that are carried out after they were answered. */
@Injectable()
export class AsyncRequestsRepository {
  constructor(
    @InjectRepository(AsyncQueue) private readonly queues: Repository<AsyncQueue>,
    @InjectRepository(AsyncRequest) private readonly requests: Repository<AsyncRequest>,
  ) {}

  /** Puts a request behind those that wait. @returns false when there is no room */
  async add(transaction: Transaction, request: NewAsyncRequest, limits: QueueLimits): Promise<boolean> {
    const { organizationId, id, createdAt, keyId, requestId, bytes, states, payload } = request;
    if (!(await this.enter(transaction, request, limits))) {
      if (await transaction.of(this.queues).existsBy({ organizationId })) return false;
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
    const queue = await connection.of(this.queues).findOneBy({ organizationId });
    return queue?.waiting ?? 0;
  }

  /** How many wait altogether. */
  async allWaiting(connection: Connection): Promise<number> {
    return Number(await connection.of(this.queues).sum('waiting'));
  }

  /** Organizations whose queue is due, the longest first. */
  async due(connection: Connection, now: number, limit: number): Promise<string[]> {
    const queues = await connection.of(this.queues).find({
      select: { organizationId: true },
      where: { dueAt: LessThanOrEqual(now) },
      order: { dueAt: 'ASC', organizationId: 'ASC' },
      take: limit,
    });
    return queues.map(({ organizationId }) => organizationId);
  }

  /** @param until when others may have it @returns false when it is not due: another has it, or nothing waits */
  async lease(
    transaction: Transaction,
    { organizationId, id }: QueueLease,
    now: number,
    until: number,
  ): Promise<boolean> {
    const { affected } = await transaction
      .of(this.queues)
      .update({ organizationId, dueAt: LessThanOrEqual(now) }, { leasedBy: id, dueAt: until });
    return affected === 1;
  }

  /** @param dueAt when the next one may go on with what waits */
  async release(transaction: Transaction, { organizationId, id }: QueueLease, dueAt: number): Promise<void> {
    await transaction.execute(sql`
      UPDATE async_queues SET leasedBy = NULL, dueAt = CASE WHEN waiting > 0 THEN ${dueAt} ELSE NULL END
      WHERE organizationId = ${organizationId} AND leasedBy = ${id}`);
  }

  /** The request that is next. */
  first(connection: Connection, organizationId: string): Promise<AsyncRequest | null> {
    return connection.of(this.requests).findOne({
      where: { organizationId },
      order: { organizationId: 'ASC', sequence: 'ASC' },
    });
  }

  /** Notes how far a request is, and that its process is at work. @returns false when the lease is somebody else's by now */
  async advance(
    transaction: Transaction,
    lease: QueueLease,
    { sequence }: AsyncRequest,
    states: string,
    until: number,
  ): Promise<boolean> {
    if (!(await this.renew(transaction, lease, until))) return false;
    await transaction.of(this.requests).update({ organizationId: lease.organizationId, sequence }, { states });
    return true;
  }

  /** Forgets a request that is done. @returns false when the lease is somebody else's by now */
  async finish(
    transaction: Transaction,
    lease: QueueLease,
    { sequence, bytes }: AsyncRequest,
    until: number,
  ): Promise<boolean> {
    if (!(await this.renew(transaction, lease, until, bytes))) return false;
    await transaction.of(this.requests).delete({ organizationId: lease.organizationId, sequence });
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

  /** Unless another does at the same time. */
  private async open(transaction: Transaction, organizationId: string): Promise<void> {
    try {
      await transaction.of(this.queues).insert({ organizationId, lastSequence: 0, waiting: 0, bytes: 0 });
    } catch (error) {
      if (!(error instanceof UniqueViolationError)) throw error;
    }
  }
}
