import { Entity, Index } from 'typeorm';
import { Id, Instant, Integer, Key, OfOrganization, Text } from '../../platform/database/columns.js';

/** The requests of an organization that are to be carried out one after the other, and who does it. */
@Entity('async_queues')
@Index('async_queues_due', ['dueAt', 'organizationId'])
@OfOrganization('async_queues')
export class AsyncQueue {
  @Id({ primary: true }) organizationId: string;
  /** Sequence of the last request that was accepted. */
  @Integer() lastSequence: number;
  /** Requests that are not done. */
  @Integer() waiting: number;
  /** That they take, all together. */
  @Integer() bytes: number;
  /** When the queue is to be looked at: while it is leased, when the lease ends. Null while nothing waits and nobody has it. */
  @Instant({ nullable: true }) dueAt: number | null;
  /** Another name for every taking. */
  @Key(64, { nullable: true }) leasedBy: string | null;
}

/** A request that was answered before it is carried out. It goes with the last of its operations. */
@Entity('async_requests')
@OfOrganization('async_requests')
export class AsyncRequest {
  @Id({ primary: true }) organizationId: string;
  /** Its place in the queue. */
  @Integer({ primary: true }) sequence: number;
  /** What the client knows it by (RFC 9967 §3). */
  @Id() id: string;
  @Instant() createdAt: number;
  @Key(16) keyId: string;
  @Key(64) requestId: string;
  @Integer() bytes: number;
  /** A letter an operation: w, d or f for waiting, done or failed. */
  @Key(1000) states: string;
  /** Sealed: a body may hold passwords. */
  @Text() payload: string;
}
