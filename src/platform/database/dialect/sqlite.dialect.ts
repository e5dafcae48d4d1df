import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { types } from 'node:util';
import type { Database } from 'better-sqlite3';
import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { DataSource, DataSourceOptions, Driver, QueryRunner } from 'typeorm';
import type { Configuration } from '../../config/configuration.js';
import type { Statements } from '../statements.js';
import { type ColumnTypes, type Dialect, driverError, type Failure, jsonPath } from './dialect.js';
import { SqliteStatements } from './sqlite.statements.js';

/** Short, because better-sqlite3 waits without letting anything else run; the unit of work tries again. */
const BUSY_TIMEOUT_MS = 50;
const MAX_PREPARED_STATEMENTS = 200;

/**
 * SQLite has no time limit, and while a statement runs the process does nothing else. With 12,000 people a step takes
 * half a microsecond, so this is about a second, twice that where results are counted too: docs/protocol.md has the
 * measurement.
 */
const MAX_STEPS = 2_000_000;

const failures: Record<string, Failure> = {
  SQLITE_CONSTRAINT_UNIQUE: 'uniqueViolation',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'uniqueViolation',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'foreignKeyViolation',
};

/** Embedded SQLite through better-sqlite3: one connection a process, WAL, every commit on disk. */
export class SqliteDialect implements Dialect {
  readonly name = 'sqlite';
  readonly currentTime = undefined;
  readonly forUpdate = empty;
  readonly rowLock = {};
  readonly straightJoin = raw('CROSS JOIN');
  readonly boundedSelect = raw('SELECT');
  readonly maxSteps = MAX_STEPS;
  readonly hasOneConnection = true;

  readonly columnTypes: ColumnTypes = {
    id: { type: 'varchar', length: 36 },
    label: (length) => ({ type: 'varchar', length }),
    key: (length) => ({ type: 'varchar', length }),
    document: { type: 'text' },
    integer: { type: 'bigint' },
    flag: { type: 'tinyint' },
  };

  options({ DATABASE_URL }: Configuration): DataSourceOptions {
    const database = DATABASE_URL.slice('sqlite:'.length);
    if (database !== ':memory:') makePrivate(database);
    return {
      type: 'better-sqlite3',
      database,
      enableWAL: database !== ':memory:',
      timeout: BUSY_TIMEOUT_MS,
      statementCacheSize: MAX_PREPARED_STATEMENTS,
    };
  }

  connectionAdvice(error: unknown): string {
    return `the file that DATABASE_URL names cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  }

  statements(runner: QueryRunner): Statements {
    return new SqliteStatements(runner);
  }

  /** What other databases have of themselves. */
  prepare(dataSource: DataSource): void {
    bindNumbers(dataSource.driver);
    databaseOf(dataSource).function('SHA2', { deterministic: true }, (text: string, bits: number) =>
      createHash(`sha${bits}`).update(text).digest('hex'),
    );
  }

  failureOf(error: unknown): Failure | undefined {
    const { code } = driverError(error) as { code?: unknown };
    if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return undefined;
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'conflict';
    if (/^SQLITE_(FULL|READONLY|IOERR|CANTOPEN|NOMEM|CORRUPT|NOTADB)/.test(code)) return 'unavailable';
    return failures[code];
  }

  /** SQLite names the columns of an index, not the index. */
  violatedIndex(error: unknown, { entityMetadatas }: DataSource): string | undefined {
    const { message = '' } = driverError(error) as { message?: string };
    const named = /^UNIQUE constraint failed: (.+)$/.exec(message)?.[1];
    for (const { tableName, primaryColumns, indices } of entityMetadatas) {
      const isNamed = (columns: typeof primaryColumns) =>
        columns.map(({ databaseName }) => `${tableName}.${databaseName}`).join(', ') === named;
      if (isNamed(primaryColumns)) return 'PRIMARY';
      const index = indices.find(({ isUnique, columns }) => isUnique && isNamed(columns));
      if (index) return index.name;
    }
    return undefined;
  }

  async underMigrationLock(dataSource: DataSource, migrate: () => Promise<void>): Promise<void> {
    await dataSource.query('BEGIN IMMEDIATE');
    try {
      await migrate();
      await dataSource.query('COMMIT');
    } catch (error) {
      // On some errors SQLite has undone it already: what went wrong is what the operator has to read.
      await dataSource.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  forceIndex(): Sql {
    return empty;
  }

  bytes(expression: Sql): Sql {
    return expression;
  }

  jsonValue(document: Sql, path: readonly string[]): Sql {
    return sql`json_extract(${document}, ${raw(`'${jsonPath(path)}'`)})`;
  }

  jsonText(document: Sql, path: readonly string[]): Sql {
    return this.jsonValue(document, path);
  }

  jsonNumber(document: Sql, path: readonly string[]): Sql {
    return this.jsonValue(document, path);
  }

  jsonExists(document: Sql, path: readonly string[]): Sql {
    return sql`json_type(${document}, ${raw(`'${jsonPath(path)}'`)}) IS NOT NULL`;
  }

  jsonElements(document: Sql, path: readonly string[], alias: string): Sql {
    return sql`json_each(${document}, ${raw(`'${jsonPath(path)}'`)}) ${raw(alias)}`;
  }

  /** A JSON text also for elements that are plain strings, so that one path language reads both. */
  jsonElement(alias: string): Sql {
    return raw(`(CASE ${alias}.type WHEN 'object' THEN ${alias}.value ELSE json_quote(${alias}.value) END)`);
  }

  jsonPosition(alias: string): Sql {
    return raw(`${alias}.key`);
  }
}

/** TypeORM writes numbers into a statement, which is then prepared again for each of them; objects it binds. */
function bindNumbers(driver: Driver): void {
  const escape = driver.escapeQueryWithParameters.bind(driver);
  driver.escapeQueryWithParameters = (statement, parameters) => {
    const boxed = Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'number' ? Object(value) : value,
    ]);
    const [text, values] = escape(statement, Object.fromEntries(boxed));
    return [text, values.map((value: unknown) => (types.isNumberObject(value) ? Number(value) : value))];
  };
}

/** Others on the machine read neither the folder nor the file, where they are made here; SQLite makes the files beside it alike. */
function makePrivate(database: string): void {
  try {
    mkdirSync(dirname(database), { recursive: true, mode: 0o700 });
    closeSync(openSync(database, 'a', 0o600));
  } catch {
    // SQLite says what is wrong with it.
  }
}

function databaseOf({ driver }: DataSource): Database {
  return (driver as unknown as { databaseConnection: Database }).databaseConnection;
}
