import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateUsers1764000000005 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'users', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        id: { ...types.id, isPrimary: true },
        userNameKey: { ...types.key(1024) },
        externalId: { ...types.key(1024), isNullable: true },
        status: { ...types.key(16) },
        statusBeforeRevocation: { ...types.key(16), isNullable: true },
        document: { ...types.document },
        searchKeys: { ...types.document },
        version: { ...types.integer },
        createdAt: { ...types.integer },
        lastModifiedAt: { ...types.integer },
      },
      indices: [
        { name: 'users_userName', columnNames: ['organizationId', 'userNameKey'], isUnique: true },
        { name: 'users_externalId', columnNames: ['organizationId', 'externalId'] },
        { name: 'users_lastModified', columnNames: ['organizationId', 'lastModifiedAt'] },
      ],
      foreignKeys: [
        {
          name: 'users_fk_organization',
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
    return dropTable(runner, 'users');
  }
}
