import { Entity, Index } from 'typeorm';
import { Id, Instant, Integer, Json, Key, Label, OfOrganization } from '../../platform/database/columns.js';

/**
 * What became of a message: not out yet, taken by the other side, given up, or called back before it was sent.
 */
export type MessageState = 'waiting' | 'sent' | 'dead' | 'withdrawn';

/**
 * A message to somewhere outside, written in the transaction of the change that it tells of.
 */
@Entity('outbox')
@Index('outbox_due', ['channel', 'state', 'dueAt', 'id'])
@Index('outbox_topic', ['organizationId', 'topic'])
@OfOrganization('outbox')
export class OutboxMessage {
  @Id({ primary: true }) organizationId: string;
  /** Unchanged between attempts, so that the other side can recognize a repetition. */
  @Id({ primary: true }) id: string;
  @Key(16) channel: string;
  /** What a newer message of the organization replaces. */
  @Key(64) topic: string;
  @Key(16) state: MessageState;
  /** As it was added, after a way through JSON. */
  @Json() payload: unknown;
  @Instant() createdAt: number;
  /** When it is to be looked at next: while it is leased, when the lease ends. Of a message that is out, when it was sent. */
  @Instant() dueAt: number;
  @Integer() attempts: number;
  @Instant({ nullable: true }) leasedUntil: number | null;
  /** Who sends it: another name for every taking. */
  @Key(64, { nullable: true }) leasedBy: string | null;
  @Instant({ nullable: true }) sentAt: number | null;
  @Label(200, { nullable: true }) lastError: string | null;
}
