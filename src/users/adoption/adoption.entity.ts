import { Entity } from 'typeorm';
import { BelongsTo, Id, Instant, Integer, Key, Words } from '../../platform/database/columns.js';

/** Whether an identity provider may make somebody its own: nobody has decided yet, an admin agreed, or refused. */
export const ADOPTION_STATES = ['waiting', 'approved', 'refused'] as const;
export type AdoptionState = (typeof ADOPTION_STATES)[number];

/** What a write would have done: `link` changes neither userName nor address, and gives or takes no access. */
export const ADOPTION_WISHES = ['link', 'changeAddress', 'restore', 'deactivate', 'delete'] as const;
export type AdoptionWish = (typeof ADOPTION_WISHES)[number];

/**
 * At most one for each person whom an admin made. It ends when the identity provider links the person; of somebody who is
 * revoked, when that person is restored.
 */
@Entity('adoptions')
@BelongsTo('adoptions_fk_user', 'users', { organizationId: 'organizationId', userId: 'id' })
export class Adoption {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) userId: string;
  @Key(16) state: AdoptionState;
  /** All that was asked for, in the order above; empty where an admin decided before anybody asked. */
  @Words(64) wanted: readonly AdoptionWish[];
  @Instant({ nullable: true }) firstAskedAt: number | null;
  @Instant({ nullable: true }) lastAskedAt: number | null;
  @Integer() times: number;
  /** The SCIM key that asked last. */
  @Key(64, { nullable: true }) keyId: string | null;
}
