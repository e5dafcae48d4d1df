import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** What a token may be used for: reading; what needs no fresh proof; that too. */
export const TOKEN_SCOPES = ['read', 'write', 'sensitive'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A token with which an admin's scripts use the API. */
export interface AdminTokenRow {
  id: string;
  adminId: string;
  label: string;
  secretHash: string;
  /** Null for `write`, where an older version has made it. */
  scope: TokenScope | null;
  createdAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
}

export const adminTokenEntity: EntityDefinition = (types) =>
  new EntitySchema<AdminTokenRow>({
    name: 'admin_tokens',
    columns: {
      id: { ...types.key(16), primary: true },
      adminId: { ...types.id },
      label: { ...types.label(100) },
      secretHash: { ...types.key(64) },
      scope: { ...types.key(16), nullable: true },
      createdAt: { ...types.integer },
      expiresAt: { ...types.integer },
      lastUsedAt: { ...types.integer, nullable: true },
    },
    indices: [{ name: 'admin_tokens_admin', columns: ['adminId'] }],
    foreignKeys: [
      {
        name: 'admin_tokens_fk_admin',
        target: 'admins',
        columnNames: ['adminId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
