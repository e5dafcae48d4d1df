import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateUserEmails1764000000006 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'user_emails', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        userId: { ...types.id, isPrimary: true },
        position: { ...types.integer, isPrimary: true },
        valueKey: { ...types.key(1280), isNullable: true },
        typeKey: { ...types.key(1024), isNullable: true },
        displayKey: { ...types.key(4096), isNullable: true },
        isPrimary: { ...types.key(5), isNullable: true },
      },
      indices: [{ name: 'user_emails_value', columnNames: ['organizationId', 'valueKey', 'userId'] }],
      foreignKeys: [
        {
          name: 'user_emails_fk_user',
          columnNames: ['organizationId', 'userId'],
          referencedTableName: 'users',
          referencedColumnNames: ['organizationId', 'id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
      ],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'user_emails');
  }
}
