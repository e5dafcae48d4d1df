import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** A signed-in browser or program of a person. The secret itself is not here: only its SHA-256. */
export interface SessionRow {
  organizationId: string;
  id: string;
  userId: string;
  secretHash: string;
  createdAt: number;
  expiresAt: number;
}

export const sessionEntity: EntityDefinition = (types) =>
  new EntitySchema<SessionRow>({
    name: 'sessions',
    columns: {
      organizationId: { ...types.id, primary: true },
      id: { ...types.id, primary: true },
      userId: { ...types.id },
      secretHash: { ...types.key(64) },
      createdAt: { ...types.integer },
      expiresAt: { ...types.integer },
    },
    indices: [{ name: 'sessions_user', columns: ['organizationId', 'userId'] }],
    foreignKeys: [
      {
        name: 'sessions_fk_user',
        target: 'users',
        columnNames: ['organizationId', 'userId'],
        referencedColumnNames: ['organizationId', 'id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
