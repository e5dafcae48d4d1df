import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { loadConfiguration } from '../../src/platform/config/load-configuration.js';
import { dataSourceOptions } from '../../src/platform/database/data-source-options.js';
import { dialectOfDataSource } from '../../src/platform/database/dialect/dialect-of.js';
import { Migrator } from '../../src/platform/database/migrator.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { allEntities } from '../support/entities.js';
import { Muster } from '../support/muster.js';

/** Of the migrations themselves. */
const OWN_TABLES = new Set(['migrations', 'migration_lock']);
let database: TestDatabase;
let entities: Function[];
const open: DataSource[] = [];
beforeAll(async () => {
  database = await newDatabase();
  entities = await allEntities();
});
afterAll(async () => {
  await Promise.all(open.map((dataSource) => dataSource.destroy()));
  await database.drop();
});

async function connect(url = database.url): Promise<DataSource> {
  const dataSource = await new DataSource(
    dataSourceOptions(loadConfiguration({ DATABASE_URL: url }), entities),
  ).initialize();
  dialectOfDataSource(dataSource).prepare(dataSource);
  open.push(dataSource);
  return dataSource;
}

/** TypeORM reads the tables of MariaDB rightly when it is told that it is MariaDB. */
async function ownScheme(url: string): Promise<string> {
  if (database.kind === 'sqlite') return url;
  const [{ version }] = await (await connect()).query('SELECT VERSION() AS version');
  return version.includes('MariaDB') ? url.replace(/^mysql:/, 'mariadb:') : url;
}

describe('Migrations', () => {
  test('several processes that start together migrate once', async () => {
    const sources = await Promise.all([connect(), connect(), connect()]);
    const ran = await Promise.all(
      sources.map((source) => new Migrator(source).migrate().catch((error: Error) => error.message)),
    );
    const names = ran.filter(Array.isArray).flat();
    expect(names.length).toBe(sources[0]!.migrations.length);
    const rows = await sources[0]!.query('SELECT name FROM migrations');
    expect(rows).toHaveLength(names.length);
  });

  test('from empty they leave nothing that differs from the tables as the code describes them', async () => {
    await new Migrator(await connect()).migrate();
    const source = await connect(await ownScheme(database.url));
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  test('make a table for each entity, each entity is known to the server, and each table has one', async () => {
    const muster = await Muster.start();
    const source = await connect();
    await new Migrator(source).migrate();
    const tables = await source.query(
      database.kind === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        : 'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
    );
    const described = source.entityMetadatas.map(({ tableName }) => tableName).toSorted();
    const served = muster.dataSource.entityMetadatas.map(({ tableName }) => tableName).toSorted();
    expect(served).toEqual(described);
    const made = tables.map(({ name }: { name: string }) => name).filter((name: string) => !OWN_TABLES.has(name));
    expect(made.toSorted()).toEqual(described);
    await muster.stop();
  });

  test('leave no text in a collation that only some servers know', async () => {
    const source = await connect();
    await new Migrator(source).migrate();
    if (database.kind === 'sqlite')
      return expect(await source.query('PRAGMA encoding')).toEqual([{ encoding: 'UTF-8' }]);
    const collations = await source.query(
      `SELECT DISTINCT TABLE_COLLATION AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()
       UNION SELECT DISTINCT COLLATION_NAME FROM information_schema.COLUMNS
       WHERE TABLE_SCHEMA = DATABASE() AND COLLATION_NAME IS NOT NULL`,
    );
    expect(collations.map(({ name }: { name: string }) => name).toSorted()).toEqual(['ascii_bin', 'utf8mb4_bin']);
  });

  test('count what is there already', async () => {
    const older = await newDatabase();
    const source = await connect(older.url);
    const { migrations } = source;
    const before = migrations.findIndex((migration) => migration.constructor.name.startsWith('CountResources'));
    (source as { migrations: unknown }).migrations = migrations.slice(0, before);
    await source.runMigrations({ transaction: 'none' });
    await source.query(`INSERT INTO organizations (id, name, scimEnabled, createdAt) VALUES ('o', 'Acme', 1, 1)`);
    for (const id of ['a', 'b'])
      await source.query(
        `INSERT INTO users (organizationId, id, userNameKey, status, document, searchKeys, version, createdAt, lastModifiedAt)
         VALUES ('o', '${id}', '${id}', 'invited', '{}', '{}', 1, 1, 1)`,
      );
    (source as { migrations: unknown }).migrations = migrations;
    await new Migrator(source).migrate();
    const [{ total }] = await source.query('SELECT total FROM resource_counts');
    expect(Number(total)).toBe(2);
    await open.pop()!.destroy();
    await older.drop();
  });

  test('after a kill between any two of them they go on where they stopped', async () => {
    const part = await newDatabase();
    const source = await connect(part.url);
    const { migrations } = source;
    const runner = source.createQueryRunner();
    for (const [done, migration] of migrations.entries()) {
      // It has run, and nobody has noted that.
      await migration.up(runner);
      (source as { migrations: unknown }).migrations = migrations.slice(0, done + 1);
      expect(await new Migrator(source).migrate()).toEqual([migration.constructor.name]);
    }
    expect(await new Migrator(source).pending()).toEqual([]);
    await runner.release();
    await open.pop()!.destroy();
    await part.drop();
  }, 60_000);
});
