import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

/** What the time was, for databases that have no clock of their own. */
export class CreateClockMarks1764000000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, 'clock_marks', (types) => ({
      columns: {
        id: { ...types.integer, isPrimary: true },
        time: { ...types.integer },
      },
    }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTable(runner, 'clock_marks');
  }
}
