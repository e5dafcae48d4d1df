import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateServerSecrets1764000000009 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'server_secrets', (types) => ({
      columns: {
        name: { ...types.key(64), isPrimary: true },
        value: { ...types.key(64) },
      },
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'server_secrets');
  }
}
