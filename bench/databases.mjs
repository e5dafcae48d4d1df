import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';
import { findMariadb, startMariadb } from '../test/support/mariadb.mjs';
import { cpuOf } from './programs.mjs';

const BUSY_MS = 10_000;

/**
 * Where the data is: a private server or a file, gone when the benchmark ends. `used` says what it has used so far:
 * CPU in milliseconds, and statements that clients have sent. `run` runs a statement and resolves to the rows of a SELECT.
 * @typedef {{url: string, name: string, used(): Promise<{cpu: number, statements: number}>,
 *   run(sql: string, values: unknown[]): Promise<object[]>, stop(): Promise<void>}} Database
 */

/** @returns {Promise<Database>} */
export function startDatabase(kind) {
  return kind === 'sqlite' ? sqlite() : mariadb();
}

async function mariadb() {
  if (!findMariadb()) throw new Error('MariaDB or MySQL is needed: install mariadb-server, or take --database sqlite');
  const settings = ['--innodb-buffer-pool-size=8G', '--innodb-log-file-size=2G'];
  const server = await startMariadb(settings, tmpdir());
  const admin = await createConnection(server.url);
  const [[{ version }]] = await admin.query('SELECT VERSION() AS version');
  return {
    url: server.url,
    name: version,
    async used() {
      const [[{ Value: statements }]] = await admin.query("SHOW GLOBAL STATUS LIKE 'Questions'");
      return { cpu: cpuOf(server.pid), statements: Number(statements) };
    },
    run: async (sql, values) => (await admin.query(sql, values))[0],
    async stop() {
      await admin.end();
      await server.stop();
    },
  };
}

/** Runs in the process of the server, whose CPU has all of it; counts no statements. */
async function sqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const file = join(folder, 'muster.db');
  return {
    url: `sqlite:${file}`,
    name: 'SQLite',
    used: async () => ({ cpu: 0, statements: 0 }),
    async run(sql, values) {
      const connection = new Sqlite(file, { timeout: BUSY_MS });
      const statement = connection.prepare(sql);
      const rows = statement.reader ? statement.all(values) : [];
      if (!statement.reader) statement.run(values);
      connection.close();
      return rows;
    },
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
