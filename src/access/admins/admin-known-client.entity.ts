import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** A network or a browser from which an admin has signed in. */
export interface AdminKnownClientRow {
  adminId: string;
  /** SHA-256 of which one it is, in lower-case hexadecimal. */
  name: string;
  lastUsedAt: number;
}

export const adminKnownClientEntity: EntityDefinition = (types) =>
  new EntitySchema<AdminKnownClientRow>({
    name: 'admin_known_clients',
    columns: {
      adminId: { ...types.id, primary: true },
      name: { ...types.key(64), primary: true },
      lastUsedAt: { ...types.integer },
    },
    foreignKeys: [
      {
        name: 'admin_known_clients_fk_admin',
        target: 'admins',
        columnNames: ['adminId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
