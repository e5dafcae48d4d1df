import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the rows of an index are spread, as `tell-sqlite-the-spread` says. */
export type Spread = readonly [table: string, index: string, rows: string];

/** A migration that tells SQLite how rows are spread. */
export function newSpread(spreads: readonly Spread[]): new () => MigrationInterface {
  return class {
    async up(runner: QueryRunner): Promise<void> {
      await tellSpread(runner, spreads);
    }

    async down(): Promise<void> {}
  };
}

/** Tells SQLite how rows are spread, and other databases nothing: they count by themselves. */
export async function tellSpread(runner: QueryRunner, spreads: readonly Spread[]): Promise<void> {
  if (runner.connection.options.type !== 'better-sqlite3') return;
  for (const [table, index, rows] of spreads) {
    await runner.query('DELETE FROM sqlite_stat1 WHERE tbl = ? AND idx = ?', [table, index]);
    await runner.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', [table, index, rows]);
  }
  await runner.query('ANALYZE sqlite_schema');
}
