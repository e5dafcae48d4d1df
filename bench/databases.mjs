import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { findMariadb, startMariadb } from '../test/support/mariadb.mjs';
import { cpuOf } from './programs.mjs';

/**
 * Where the data is: a private server or a file, gone when the benchmark ends. `used` says what it has used so far:
 * CPU in milliseconds, and statements that clients have sent.
 * @typedef {{url: string, name: string, used(): Promise<{cpu: number, statements: number}>, stop(): Promise<void>}} Database
 */

/** @returns {Promise<Database>} */
export function startDatabase(kind) {
  return kind === 'sqlite' ? sqlite() : mariadb();
}

async function mariadb() {
  if (!findMariadb()) throw new Error('MariaDB or MySQL is needed: install mariadb-server, or take --database sqlite');
  const settings = ['--innodb-buffer-pool-size=8G', '--innodb-log-file-size=2G'];
  const server = await startMariadb(settings);
  const admin = await createConnection(server.url);
  const [[{ version }]] = await admin.query('SELECT VERSION() AS version');
  return {
    url: server.url,
    name: version,
    async used() {
      const [[{ Value: statements }]] = await admin.query("SHOW GLOBAL STATUS LIKE 'Questions'");
      return { cpu: cpuOf(server.pid), statements: Number(statements) };
    },
    async stop() {
      await admin.end();
      await server.stop();
    },
  };
}

/** Runs in the process of the server, whose CPU has all of it; counts no statements. */
async function sqlite() {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  return {
    url: `sqlite:${join(folder, 'muster.db')}`,
    name: 'SQLite',
    used: async () => ({ cpu: 0, statements: 0 }),
    stop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
