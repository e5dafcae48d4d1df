import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../platform/database/data-source-options.js';

/** What an identity provider asked for, and the breaker did not let happen. */
export type RemovalKind = 'deactivate' | 'delete';

/**
 * A removal of one person that waits for the organization's operator. `users.isHeld` says of a person that there is one.
 */
export interface HeldRemovalRow {
  organizationId: string;
  userId: string;
  kind: RemovalKind;
  firstAskedAt: number;
  lastAskedAt: number;
  times: number;
  /** Of the SCIM key that asked last. */
  keyId: string | null;
  /** When the operator decided against it; null while it waits. */
  discardedAt: number | null;
  /** Of the release that makes the removal now, when it last went on, and JSON of the actor; null while there is none. */
  releaseId: string | null;
  releasedAt: number | null;
  releasedBy: string | null;
}

export const heldRemovalEntity: EntityDefinition = (types) =>
  new EntitySchema<HeldRemovalRow>({
    name: 'held_removals',
    columns: {
      organizationId: { ...types.id, primary: true },
      userId: { ...types.id, primary: true },
      kind: { ...types.key(16) },
      firstAskedAt: { ...types.integer },
      lastAskedAt: { ...types.integer },
      times: { ...types.integer },
      keyId: { ...types.key(64), nullable: true },
      discardedAt: { ...types.integer, nullable: true },
      releaseId: { ...types.id, nullable: true },
      releasedAt: { ...types.integer, nullable: true },
      releasedBy: { ...types.document, nullable: true },
    },
    foreignKeys: [
      {
        name: 'held_removals_fk_user',
        target: 'users',
        columnNames: ['organizationId', 'userId'],
        referencedColumnNames: ['organizationId', 'id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
