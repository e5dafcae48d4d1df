import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** A key with which an application reads the events of an organization. Of the secret there is only its SHA-256. */
export interface ApplicationKeyRow {
  organizationId: string;
  id: string;
  label: string;
  secretHash: string;
  createdAt: number;
  expiresAt: number;
  revokedAt: number | null;
  lastUsedAt: number | null;
  /** The least number of days before its end of which admins were told. */
  expiryToldDays: number | null;
}

export const applicationKeyEntity: EntityDefinition = (types) =>
  new EntitySchema<ApplicationKeyRow>({
    name: 'application_keys',
    columns: {
      organizationId: { ...types.id, primary: true },
      id: { ...types.key(16), primary: true },
      label: { ...types.label(100) },
      secretHash: { ...types.key(64) },
      createdAt: { ...types.integer },
      expiresAt: { ...types.integer },
      revokedAt: { ...types.integer, nullable: true },
      lastUsedAt: { ...types.integer, nullable: true },
      expiryToldDays: { ...types.integer, nullable: true },
    },
    indices: [{ name: 'application_keys_id', columns: ['id'], unique: true }],
    foreignKeys: [
      {
        name: 'application_keys_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
