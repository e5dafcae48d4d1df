import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateUniqueValues1764000000014 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'unique_values', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        valueHash: { ...types.key(64), isPrimary: true },
        urnKey: { ...types.key(200) },
        resourceId: { ...types.id },
      },
      foreignKeys: [
        {
          name: 'unique_values_fk_organization',
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
    return dropTable(runner, 'unique_values');
  }
}
