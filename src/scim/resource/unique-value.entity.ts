import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/**
 * A value of an extension attribute that no other resource of the type may have. `valueHash` covers the resource type,
 * the attribute and the comparable value.
 */
export interface UniqueValueRow {
  organizationId: string;
  valueHash: string;
  urnKey: string;
  resourceId: string;
}

export const uniqueValueEntity: EntityDefinition = (types) =>
  new EntitySchema<UniqueValueRow>({
    name: 'unique_values',
    columns: {
      organizationId: { ...types.id, primary: true },
      valueHash: { ...types.key(64), primary: true },
      urnKey: { ...types.key(200) },
      resourceId: { ...types.id },
    },
    foreignKeys: [
      {
        name: 'unique_values_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
