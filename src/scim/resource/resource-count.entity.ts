import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../database/data-source-options.js';

/** How many resources of a type an organization has, so that no list has to count them. */
interface ResourceCountRow {
  organizationId: string;
  resourceType: string;
  total: number;
}

export const resourceCountEntity: EntityDefinition = (types) =>
  new EntitySchema<ResourceCountRow>({
    name: 'resource_counts',
    columns: {
      organizationId: { ...types.id, primary: true },
      resourceType: { ...types.key(32), primary: true },
      total: { ...types.integer },
    },
    foreignKeys: [
      {
        name: 'resource_counts_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
