import { Entity, Index } from 'typeorm';
import { Flag, Id, Instant, Integer, Key, Label, OfOrganization } from '../../platform/database/columns.js';

/** Why an endpoint is told nothing: somebody has switched it off, it has answered 410, or it has failed for days. */
export type DisabledBecause = 'switched_off' | 'gone' | 'failing';

/** Where the events of an organization are sent, and how far that has got. */
@Entity('webhook_endpoints')
@Index('webhook_endpoints_due', ['isEnabled', 'dueAt', 'organizationId', 'id', 'lastSequence'])
@OfOrganization('webhook_endpoints')
export class WebhookEndpoint {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) id: string;
  @Label(100) label: string;
  @Label(2048) url: string;
  /** `user.*,group.members_changed`; null for all. */
  @Label(2000, { nullable: true }) types: string | null;
  /** What is sent: the name of a delivery format. */
  @Key(32) format: string;
  @Flag() isEnabled: boolean;
  @Key(16, { nullable: true }) disabledBecause: DisabledBecause | null;
  /** Counts the secrets: the current one is made from it, and so is the one before. */
  @Integer() secretVersion: number;
  /** Until then the secret before signs too. */
  @Instant({ nullable: true }) previousSecretUntil: number | null;
  @Instant() createdAt: number;
  /** Sequence of the last event that was delivered, or was of no wanted type. */
  @Integer() lastSequence: number;
  /** That the next event has failed so far. */
  @Integer() attempts: number;
  @Integer({ nullable: true }) failingSince: number | null;
  @Label(200, { nullable: true }) lastError: string | null;
  @Instant({ nullable: true }) lastDeliveredAt: number | null;
  /** When it is to be looked at next: while it is leased, when the lease ends. */
  @Instant() dueAt: number;
  /** Who delivers: another name for every taking. */
  @Key(64, { nullable: true }) leasedBy: string | null;
}
