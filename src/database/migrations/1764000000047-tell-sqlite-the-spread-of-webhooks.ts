import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As in `tell-sqlite-the-spread`. */
const SPREAD: readonly (readonly [table: string, index: string, rows: string])[] = [
  ['webhook_endpoints', 'sqlite_autoindex_webhook_endpoints_1', '20000 5 1'],
  ['webhook_endpoints', 'webhook_endpoints_due', '20000 10000 10 1 1 1'],
  ['webhook_deliveries', 'sqlite_autoindex_webhook_deliveries_1', '1000000 5000 1000 1'],
];

export class TellSqliteTheSpreadOfWebhooks1764000000047 implements MigrationInterface {
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
