import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/**
 * How many resources of a type an organization has, so that no list has to count them, and what moved them in the order
 * of their ids.
 */
interface ResourceCountRow {
  organizationId: string;
  resourceType: string;
  total: number;
  /** Goes up whenever a resource comes or goes that is not behind all others: it moves those behind it. */
  shifts: number;
  /** The greatest id that there ever was; empty before the first. */
  lastId: string;
}

export const resourceCountEntity: EntityDefinition = (types) =>
  new EntitySchema<ResourceCountRow>({
    name: 'resource_counts',
    columns: {
      organizationId: { ...types.id, primary: true },
      resourceType: { ...types.key(32), primary: true },
      total: { ...types.integer },
      shifts: { ...types.integer, default: 0 },
      lastId: { ...types.id, default: '' },
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
