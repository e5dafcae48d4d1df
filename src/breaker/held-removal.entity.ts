import { Entity } from 'typeorm';
import type { Actor } from '../events/actor.js';
import { BelongsTo, Id, Instant, Integer, Json, Key } from '../platform/database/columns.js';

/** What an identity provider asked for, and the breaker did not let happen. */
export type RemovalKind = 'deactivate' | 'delete';

/**
 * A removal of one person that waits for the organization's operator. `users.isHeld` says of a person that there is one.
 */
@Entity('held_removals')
@BelongsTo('held_removals_fk_user', 'users', { organizationId: 'organizationId', userId: 'id' })
export class HeldRemoval {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) userId: string;
  @Key(16) kind: RemovalKind;
  @Instant() firstAskedAt: number;
  @Instant() lastAskedAt: number;
  @Integer() times: number;
  /** The SCIM key that asked last. */
  @Key(64, { nullable: true }) keyId: string | null;
  /** When the operator decided against it; null while it waits. */
  @Instant({ nullable: true }) discardedAt: number | null;
  /** The release that makes the removal now, when it last went on, and whose it is; null while there is none. */
  @Id({ nullable: true }) releaseId: string | null;
  @Instant({ nullable: true }) releasedAt: number | null;
  @Json({ nullable: true }) releasedBy: Actor | null;
}
