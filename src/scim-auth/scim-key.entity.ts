import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../platform/database/data-source-options.js';
import type { ProfileName } from '../scim/protocol/profile.js';

/**
 * A key of an organization. The secret itself is not here: only its SHA-256.
 */
export interface ScimKeyRow {
  organizationId: string;
  id: string;
  label: string;
  profile: ProfileName;
  secretHash: string;
  createdAt: number;
  expiresAt: number;
  retiresAt: number | null;
  revokedAt: number | null;
  lastUsedAt: number | null;
  lastUsedFrom: string | null;
  lastUsedBy: string | null;
  /** The least number of days before its end of which admins were told. */
  expiryToldDays: number | null;
}

export const scimKeyEntity: EntityDefinition = (types) =>
  new EntitySchema<ScimKeyRow>({
    name: 'scim_keys',
    columns: {
      organizationId: { ...types.id, primary: true },
      id: { ...types.key(16), primary: true },
      label: { ...types.label(100) },
      profile: { ...types.key(16) },
      secretHash: { ...types.key(64) },
      createdAt: { ...types.integer },
      expiresAt: { ...types.integer },
      retiresAt: { ...types.integer, nullable: true },
      revokedAt: { ...types.integer, nullable: true },
      lastUsedAt: { ...types.integer, nullable: true },
      lastUsedFrom: { ...types.label(64), nullable: true },
      lastUsedBy: { ...types.label(200), nullable: true },
      expiryToldDays: { ...types.integer, nullable: true },
    },
    indices: [{ name: 'scim_keys_id', columns: ['id'], unique: true }],
    foreignKeys: [
      {
        name: 'scim_keys_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
