import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

/** What is written to find out whether anything can be. */
export class CreateWriteChecks1764000000097 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'write_checks', (types) => ({
      columns: {
        id: { ...types.integer, isPrimary: true },
        content: { ...types.document },
      },
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'write_checks');
  }
}
