import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** A browser in which an admin is signed in. */
export interface AdminSessionRow {
  id: string;
  adminId: string;
  secretHash: string;
  createdAt: number;
  lastUsedAt: number;
  /** Until when the last proof of who the admin is stays fresh. */
  stepUpUntil: number;
  address: string | null;
  agent: string | null;
}

export const adminSessionEntity: EntityDefinition = (types) =>
  new EntitySchema<AdminSessionRow>({
    name: 'admin_sessions',
    columns: {
      id: { ...types.id, primary: true },
      adminId: { ...types.id },
      secretHash: { ...types.key(64) },
      createdAt: { ...types.integer },
      lastUsedAt: { ...types.integer },
      stepUpUntil: { ...types.integer },
      address: { ...types.label(64), nullable: true },
      agent: { ...types.label(200), nullable: true },
    },
    indices: [{ name: 'admin_sessions_admin', columns: ['adminId'] }],
    foreignKeys: [
      {
        name: 'admin_sessions_fk_admin',
        target: 'admins',
        columnNames: ['adminId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
