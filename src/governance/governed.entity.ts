import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../database/data-source-options.js';

/** A role or an entitlement of an organization. */
export interface GovernedRow {
  organizationId: string;
  id: string;
  displayNameKey: string;
  externalId: string | null;
  document: string;
  searchKeys: string;
  version: number;
  createdAt: number;
  lastModifiedAt: number;
}

const governedEntity =
  (name: string): EntityDefinition =>
  (types) =>
    new EntitySchema<GovernedRow>({
      name,
      columns: {
        organizationId: { ...types.id, primary: true },
        id: { ...types.id, primary: true },
        displayNameKey: { ...types.key(1024) },
        externalId: { ...types.key(1024), nullable: true },
        document: { ...types.document },
        searchKeys: { ...types.document },
        version: { ...types.integer },
        createdAt: { ...types.integer },
        lastModifiedAt: { ...types.integer },
      },
      indices: [{ name: `${name}_displayName`, columns: ['organizationId', 'displayNameKey'], unique: true }],
      foreignKeys: [
        {
          name: `${name}_fk_organization`,
          target: 'organizations',
          columnNames: ['organizationId'],
          referencedColumnNames: ['id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
      ],
    });

export const roleEntity = governedEntity('roles');
export const entitlementEntity = governedEntity('entitlements');
