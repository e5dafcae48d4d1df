import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofUser } from './foreign-keys.js';

export class CreateHeldRemovals1764000000056 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'held_removals', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        userId: { ...types.id, isPrimary: true },
        kind: { ...types.key(16) },
        firstAskedAt: { ...types.integer },
        lastAskedAt: { ...types.integer },
        times: { ...types.integer },
        keyId: { ...types.key(64), isNullable: true },
        discardedAt: { ...types.integer, isNullable: true },
      },
      foreignKeys: [ofUser('held_removals')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'held_removals');
  }
}
