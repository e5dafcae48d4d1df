import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofUser } from './foreign-keys.js';

export class CreateAdoptions1764000000082 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'adoptions', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        userId: { ...types.id, isPrimary: true },
        state: { ...types.key(16) },
        wanted: { ...types.key(64) },
        firstAskedAt: { ...types.integer, isNullable: true },
        lastAskedAt: { ...types.integer, isNullable: true },
        times: { ...types.integer },
        keyId: { ...types.key(64), isNullable: true },
      },
      foreignKeys: [ofUser('adoptions')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'adoptions');
  }
}
