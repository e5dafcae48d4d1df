import type { TableDefinition } from './create-table.js';
import type { ColumnTypes } from '../dialect/dialect.js';

/** The table of a resource type: its own columns, indexes and foreign keys beside those that each has. */
export const resourceTable =
  (name: string, own: (types: ColumnTypes) => TableDefinition) =>
  (types: ColumnTypes): TableDefinition => {
    const { columns, indices, foreignKeys = [] } = own(types);
    return {
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        id: { ...types.id, isPrimary: true },
        ...columns,
        externalId: { ...types.key(1024), isNullable: true },
        document: { ...types.document },
        searchKeys: { ...types.document },
        version: { ...types.integer },
        createdAt: { ...types.integer },
        lastModifiedAt: { ...types.integer },
      },
      indices,
      foreignKeys: [
        {
          name: `${name}_fk_organization`,
          columnNames: ['organizationId'],
          referencedTableName: 'organizations',
          referencedColumnNames: ['id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
        ...foreignKeys,
      ],
    };
  };

/** Roles and entitlements are alike. */
export const governedTable = (name: string) =>
  resourceTable(name, (types) => ({
    columns: { displayNameKey: { ...types.key(1024) } },
    indices: [{ name: `${name}_displayName`, columnNames: ['organizationId', 'displayNameKey'], isUnique: true }],
  }));
