import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateOrganizations1764000000001 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'organizations', (types) => ({
      columns: {
        id: { ...types.id, isPrimary: true },
        name: { ...types.label(200) },
        scimEnabled: { ...types.flag },
        createdAt: { ...types.integer },
      },
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'organizations');
  }
}
