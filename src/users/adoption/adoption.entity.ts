import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

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
export interface AdoptionRow {
  organizationId: string;
  userId: string;
  state: AdoptionState;
  /** All that was asked for, with commas between; empty where an admin decided before anybody asked. */
  wanted: string;
  firstAskedAt: number | null;
  lastAskedAt: number | null;
  times: number;
  /** Of the SCIM key that asked last. */
  keyId: string | null;
}

export const adoptionEntity: EntityDefinition = (types) =>
  new EntitySchema<AdoptionRow>({
    name: 'adoptions',
    columns: {
      organizationId: { ...types.id, primary: true },
      userId: { ...types.id, primary: true },
      state: { ...types.key(16) },
      wanted: { ...types.key(64) },
      firstAskedAt: { ...types.integer, nullable: true },
      lastAskedAt: { ...types.integer, nullable: true },
      times: { ...types.integer },
      keyId: { ...types.key(64), nullable: true },
    },
    foreignKeys: [
      {
        name: 'adoptions_fk_user',
        target: 'users',
        columnNames: ['organizationId', 'userId'],
        referencedColumnNames: ['organizationId', 'id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
