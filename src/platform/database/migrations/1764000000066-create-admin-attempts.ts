import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateAdminAttempts1764000000066 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'admin_attempts', (types) => ({
      columns: {
        name: { ...types.key(64), isPrimary: true },
        attempts: { ...types.integer },
        since: { ...types.integer },
      },
      indices: [{ name: 'admin_attempts_since', columnNames: ['since'] }],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'admin_attempts');
  }
}
