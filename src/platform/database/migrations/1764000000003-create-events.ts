import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateEvents1764000000003 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'events', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        sequence: { ...types.integer, isPrimary: true },
        id: { ...types.id },
        time: { ...types.integer },
        type: { ...types.key(64) },
        actor: { ...types.document },
        requestId: { ...types.key(64), isNullable: true },
        resourceType: { ...types.key(32) },
        resourceId: { ...types.key(64) },
        data: { ...types.document },
      },
      indices: [{ name: 'events_resource', columnNames: ['organizationId', 'resourceType', 'resourceId'] }],
      foreignKeys: [
        {
          name: 'events_fk_organization',
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
    return dropTable(runner, 'events');
  }
}
