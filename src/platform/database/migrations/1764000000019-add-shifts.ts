import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { dialectOfDataSource } from '../dialect/dialect-of.js';

const TABLE = 'resource_counts';

export class AddShifts1764000000019 implements MigrationInterface {
  /** One column at a time, because a run may be interrupted between them. */
  async up(runner: QueryRunner): Promise<void> {
    const { integer, id } = dialectOfDataSource(runner.connection).columnTypes;
    const columns = [
      new TableColumn({ name: 'shifts', type: String(integer.type), default: 0 }),
      new TableColumn({ ...id, name: 'lastId', type: String(id.type), length: String(id.length), default: "''" }),
    ];
    for (const column of columns)
      if (!(await runner.hasColumn(TABLE, column.name))) await runner.addColumn(TABLE, column);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns(TABLE, ['shifts', 'lastId']);
  }
}
