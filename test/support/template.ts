import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { loadConfiguration } from '../../src/platform/config/load-configuration.js';
import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { dialectOfDataSource } from '../../src/platform/database/dialect/dialect-of.js';
import { Migrator } from '../../src/platform/database/migrator.js';
import { connected, newDatabase, type TestDatabase } from './database.js';

const MIGRATIONS = new URL('../../src/platform/database/migrations/', import.meta.url);
/** Holds the statements that make the tables of a database. It is the last table of a template, so a template that has it is whole. */
const SCRIPT = 'template_script';

/**
 * A database of its own, as the migrations leave it. On a server, migrations take longer than most files of tests: they run once,
 * in a template, and each database gets the tables that the template has.
 */
export async function migratedDatabase(): Promise<TestDatabase> {
  const database = await newDatabase();
  if (database.kind === 'mysql') await fill(new URL(database.url));
  return database;
}

async function fill(url: URL): Promise<void> {
  const template = templateName();
  await connected(url.toString(), async (connection) => {
    const script = (await kept(connection, template)) ?? (await made(connection, template, url));
    await connection.query(script);
  });
}

/** One for each state of the migrations, as a server may serve the tests of several. */
function templateName(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS).toSorted()) hash.update(readFileSync(new URL(name, MIGRATIONS)));
  return `muster_template_${hash.digest('hex').slice(0, 12)}`;
}

async function kept(connection: Connection, template: string): Promise<string | undefined> {
  const [tables] = await connection.query<RowDataPacket[]>(
    'SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?',
    [template, SCRIPT],
  );
  if (tables.length === 0) return undefined;
  const [[row]] = await connection.query<RowDataPacket[]>(`SELECT script FROM ${template}.${SCRIPT}`);
  return row?.['script'];
}

/** By one process; others wait for it. */
async function made(connection: Connection, template: string, url: URL): Promise<string> {
  await connection.query('SELECT GET_LOCK(?, 120)', [template]);
  try {
    const already = await kept(connection, template);
    if (already) return already;
    await connection.query(`DROP DATABASE IF EXISTS ${template}`);
    await connection.query(`CREATE DATABASE ${template}`);
    await migrate(Object.assign(new URL(url), { pathname: `/${template}` }).toString());
    const script = await scriptOf(connection, template);
    await connection.query(`CREATE TABLE ${template}.${SCRIPT} (script LONGTEXT) SELECT ? AS script`, [script]);
    return script;
  } finally {
    await connection.query('SELECT RELEASE_LOCK(?)', [template]);
  }
}

async function migrate(url: string): Promise<void> {
  const dataSource = new DataSource(dataSourceOptions(loadConfiguration({ DATABASE_URL: url })));
  await dataSource.initialize();
  dialectOfDataSource(dataSource).prepare(dataSource);
  await new Migrator(dataSource).migrate();
  await dataSource.destroy();
}

async function scriptOf(connection: Connection, template: string): Promise<string> {
  const statements = ['SET foreign_key_checks = 0'];
  const [tables] = await connection.query<RowDataPacket[]>(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
    [template],
  );
  for (const { name } of tables) {
    const [[table]] = await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE ${template}.${name}`);
    statements.push(table!['Create Table']);
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT 1 FROM ${template}.${name} LIMIT 1`);
    if (rows.length > 0) statements.push(`INSERT INTO ${name} SELECT * FROM ${template}.${name}`);
  }
  return statements.join(';\n');
}
