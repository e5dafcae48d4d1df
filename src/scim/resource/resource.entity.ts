import { EntitySchema, type EntitySchemaIndexOptions } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';
import type { ColumnType, ColumnTypes } from '../../platform/database/dialect/dialect.js';

/**
 * A row of a resource type: `document` holds the SCIM attributes as they are returned; the columns of the type itself
 * and `searchKeys` are made from it for looking up.
 */
interface ResourceTableRow {
  organizationId: string;
  id: string;
  externalId: string | null;
  document: string;
  searchKeys: string;
  version: number;
  createdAt: number;
  lastModifiedAt: number;
}

type Columns = Record<string, ColumnType & { nullable?: boolean; default?: number }>;

/** The table of a resource type. @param lookup its own columns */
export const resourceEntity =
  (
    name: string,
    lookup: (types: ColumnTypes) => Columns,
    indices: readonly EntitySchemaIndexOptions[],
  ): EntityDefinition =>
  (types) =>
    new EntitySchema<ResourceTableRow>({
      name,
      columns: {
        organizationId: { ...types.id, primary: true },
        id: { ...types.id, primary: true },
        ...lookup(types),
        externalId: { ...types.key(1024), nullable: true },
        document: { ...types.document },
        searchKeys: { ...types.document },
        version: { ...types.integer },
        createdAt: { ...types.integer },
        lastModifiedAt: { ...types.integer },
      },
      indices: [...indices],
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
