import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Connection, createConnection } from 'mysql2/promise';
import { scratchFolder } from './scratch.mjs';

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
  const folder = await mkdtemp(join(scratchFolder(), 'muster-test-'));
  return {
    url: `sqlite:${join(folder, 'muster.db')}`,
    kind: 'sqlite',
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

async function newMysqlDatabase(server: string): Promise<TestDatabase> {
  const name = `muster_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = '/';
  const statement = (text: string) =>
    connected(url.toString(), async (connection) => void (await connection.query(text)));
  await statement(`CREATE DATABASE ${name}`);
  return {
    url: Object.assign(new URL(server), { pathname: `/${name}` }).toString(),
    kind: 'mysql',
    drop: () => statement(`DROP DATABASE ${name}`),
  };
}

/** Several statements may be one query. */
export async function connected<T>(url: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection({ uri: url, multipleStatements: true });
  try {
    return await use(connection);
  } finally {
    await connection.end();
  }
}
