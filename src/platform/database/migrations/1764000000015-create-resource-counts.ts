import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateResourceCounts1764000000015 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'resource_counts', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        resourceType: { ...types.key(32), isPrimary: true },
        total: { ...types.integer },
      },
      foreignKeys: [
        {
          name: 'resource_counts_fk_organization',
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
    return dropTable(runner, 'resource_counts');
  }
}
