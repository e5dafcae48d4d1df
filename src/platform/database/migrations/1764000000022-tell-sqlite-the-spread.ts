import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Spread } from './tell-spread.js';

/**
 * How rows are spread: all of the table, then how many share the first column of the index, the first two, and so on
 * (https://sqlite.org/fileformat2.html#stat1tab). An organization is taken for a large one: in a small one every plan is
 * quick.
 */
const SPREAD: readonly Spread[] = [
  ['users', 'sqlite_autoindex_users_1', '1000000 100000 1'],
  ['users', 'users_id', '1000000 100000 1'],
  ['users', 'users_userName', '1000000 100000 1'],
  ['users', 'users_externalId', '1000000 100000 2'],
  ['users', 'users_lastModified', '1000000 100000 2'],
  ['user_emails', 'sqlite_autoindex_user_emails_1', '1000000 100000 2 1'],
  ['user_emails', 'user_emails_value', '1000000 100000 2 1'],
  ['user_groups', 'sqlite_autoindex_user_groups_1', '100000 10000 1'],
  ['user_groups', 'user_groups_displayName', '100000 10000 1'],
  ['user_groups', 'user_groups_externalId', '100000 10000 2'],
  ['user_groups', 'user_groups_lastModified', '100000 10000 2'],
  ['group_members', 'sqlite_autoindex_group_members_1', '1000000 100000 1000 1'],
  ['group_members', 'group_members_user', '1000000 100000 10'],
  ['group_members', 'group_members_nestedGroup', '1000000 100000 10'],
  ['events', 'sqlite_autoindex_events_1', '1000000 100000 1'],
  ['events', 'events_resource', '1000000 100000 50000 10'],
];

/**
 * SQLite knows nothing of how rows are spread until somebody counts them, and takes an organization for ten rows. What it
 * is told here keeps its plans good and the same, whenever the data came. Other databases count by themselves.
 */
export class TellSqliteTheSpread1764000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    if (!isSqlite(runner)) return;
    await runner.query('ANALYZE');
    await runner.query('DELETE FROM sqlite_stat1');
    for (const row of SPREAD)
      await runner.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', [...row]);
    await runner.query('ANALYZE sqlite_schema');
  }

  async down(runner: QueryRunner): Promise<void> {
    if (isSqlite(runner)) await runner.query('DELETE FROM sqlite_stat1');
  }
}

function isSqlite({ connection }: QueryRunner): boolean {
  return connection.options.type === 'better-sqlite3';
}
