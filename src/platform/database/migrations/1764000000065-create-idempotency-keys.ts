import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateIdempotencyKeys1764000000065 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'idempotency_keys', (types) => ({
      columns: {
        name: { ...types.key(64), isPrimary: true },
        bodyHash: { ...types.key(64) },
        startedAt: { ...types.integer },
        answer: { ...types.document, isNullable: true },
      },
      indices: [{ name: 'idempotency_keys_startedAt', columnNames: ['startedAt'] }],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'idempotency_keys');
  }
}
