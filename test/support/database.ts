import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

/** A database of its own, empty, that goes when the test is done. */
export interface TestDatabase {
  readonly url: string;
  readonly kind: 'sqlite' | 'mysql';
  drop(): Promise<void>;
}

/** On the server of TEST_DATABASE_URL when there is one, else a SQLite file. */
export function newDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  return server ? newMysqlDatabase(server) : newSqliteDatabase();
}

async function newSqliteDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'muster-test-'));
  return {
    url: `sqlite:${join(folder, 'muster.db')}`,
    kind: 'sqlite',
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

async function newMysqlDatabase(server: string): Promise<TestDatabase> {
  const name = `muster_${randomBytes(6).toString('hex')}`;
  await run(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.toString(), kind: 'mysql', drop: () => run(server, `DROP DATABASE ${name}`) };
}

async function run(server: string, statement: string): Promise<void> {
  const url = new URL(server);
  url.pathname = '/';
  const connection = await createConnection(url.toString());
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
