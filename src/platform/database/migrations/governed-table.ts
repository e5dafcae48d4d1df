import type { TableDefinition } from './create-table.js';
import type { ColumnTypes } from '../dialect/dialect.js';

/** Roles and entitlements are alike. */
export const governedTable =
  (name: string) =>
  (types: ColumnTypes): TableDefinition => ({
    columns: {
      organizationId: { ...types.id, isPrimary: true },
      id: { ...types.id, isPrimary: true },
      displayNameKey: { ...types.key(1024) },
      externalId: { ...types.key(1024), isNullable: true },
      document: { ...types.document },
      searchKeys: { ...types.document },
      version: { ...types.integer },
      createdAt: { ...types.integer },
      lastModifiedAt: { ...types.integer },
    },
    indices: [{ name: `${name}_displayName`, columnNames: ['organizationId', 'displayNameKey'], isUnique: true }],
    foreignKeys: [
      {
        name: `${name}_fk_organization`,
        columnNames: ['organizationId'],
        referencedTableName: 'organizations',
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
