import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As in `tell-sqlite-the-spread`. */
const SPREAD: readonly (readonly [table: string, index: string, rows: string])[] = [
  ['async_queues', 'sqlite_autoindex_async_queues_1', '1000 1'],
  ['async_queues', 'async_queues_due', '1000 5 1'],
  ['async_requests', 'sqlite_autoindex_async_requests_1', '10000 100 1'],
];

export class TellSqliteTheSpreadOfAsyncRequests1764000000072 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (runner.connection.options.type !== 'better-sqlite3') return;
    for (const row of SPREAD) {
      await runner.query('DELETE FROM sqlite_stat1 WHERE tbl = ? AND idx = ?', row.slice(0, 2));
      await runner.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', [...row]);
    }
    await runner.query('ANALYZE sqlite_schema');
  }

  async down(): Promise<void> {}
}
