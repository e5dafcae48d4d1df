import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { columnsOf, defaulting, id, integer } from './schema.js';

const TABLE = 'resource_counts';
const COLUMNS = { shifts: defaulting(integer, 0), lastId: defaulting(id, "''") };

export class AddShifts1764000000019 implements MigrationInterface {
  /** One column at a time, because a run may be interrupted between them. */
  async up(runner: QueryRunner): Promise<void> {
    for (const column of columnsOf(runner, COLUMNS).map((options) => new TableColumn(options)))
      if (!(await runner.hasColumn(TABLE, column.name))) await runner.addColumn(TABLE, column);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns(TABLE, Object.keys(COLUMNS));
  }
}
