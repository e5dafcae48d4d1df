import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateGroups1764000000007 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'user_groups', (types) => ({
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
      indices: [
        { name: 'user_groups_displayName', columnNames: ['organizationId', 'displayNameKey'], isUnique: true },
        { name: 'user_groups_externalId', columnNames: ['organizationId', 'externalId'] },
        { name: 'user_groups_lastModified', columnNames: ['organizationId', 'lastModifiedAt'] },
      ],
      foreignKeys: [
        {
          name: 'user_groups_fk_organization',
          columnNames: ['organizationId'],
          referencedTableName: 'organizations',
          referencedColumnNames: ['id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
      ],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'user_groups');
  }
}
