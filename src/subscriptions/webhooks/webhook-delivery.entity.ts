import { Entity } from 'typeorm';
import { BelongsTo, Id, Instant, Integer, Label } from '../../platform/database/columns.js';

/** One attempt to deliver an event to an endpoint, and what it came to. */
@Entity('webhook_deliveries')
@BelongsTo('webhook_deliveries_fk_endpoint', 'webhook_endpoints', {
  organizationId: 'organizationId',
  endpointId: 'id',
})
export class WebhookDelivery {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) endpointId: string;
  /** A UUIDv7 of its end. */
  @Id({ primary: true }) id: string;
  @Id() eventId: string;
  /** Sequence of the event; null for a test, which has none. */
  @Integer({ nullable: true }) sequence: number | null;
  /** Counted from 1 for each event. */
  @Integer() attempt: number;
  /** When it began. */
  @Instant() time: number;
  @Integer() durationMs: number;
  /** Status of the answer; null when none came. */
  @Integer({ nullable: true }) status: number | null;
  /** Why it failed; null when the event was taken. */
  @Label(200, { nullable: true }) error: string | null;
  /** How the answer begins. */
  @Label(1000, { nullable: true }) answer: string | null;
}
