import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As in `tell-sqlite-the-spread`. */
const SPREAD: readonly (readonly [table: string, index: string, rows: string])[] = [
  ['scim_requests', 'sqlite_autoindex_scim_requests_1', '1000000 100000 1'],
  ['scim_requests', 'scim_requests_search', '1000000 100000 1 1 1 1'],
  ['scim_requests', 'scim_requests_requestId', '1000000 100000 1'],
  ['scim_requests', 'scim_requests_resource', '1000000 100000 10 1'],
  ['membership_history', 'sqlite_autoindex_membership_history_1', '1000000 100000 10 1'],
  ['key_log', 'key_log_user', '1000000 100000 5 1'],
];

export class TellSqliteTheSpreadOfRequests1764000000044 implements MigrationInterface {
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
