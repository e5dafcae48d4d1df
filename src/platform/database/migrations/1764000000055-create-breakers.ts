import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateBreakers1764000000055 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'breakers', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        passed: { ...types.document },
        people: { ...types.integer },
        peopleAt: { ...types.integer },
        trippedAt: { ...types.integer, isNullable: true },
        overAt: { ...types.integer, isNullable: true },
      },
      foreignKeys: [ofOrganization('breakers')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'breakers');
  }
}
