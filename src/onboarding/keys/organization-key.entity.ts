import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** One version of the key of an organization: its public half alone. */
export interface OrganizationKeyRow {
  organizationId: string;
  version: number;
  recipient: string;
  createdAt: number;
}

export const organizationKeyEntity: EntityDefinition = (types) =>
  new EntitySchema<OrganizationKeyRow>({
    name: 'organization_keys',
    columns: {
      organizationId: { ...types.id, primary: true },
      version: { ...types.integer, primary: true },
      recipient: { ...types.key(128) },
      createdAt: { ...types.integer },
    },

    foreignKeys: [
      {
        name: 'organization_keys_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
