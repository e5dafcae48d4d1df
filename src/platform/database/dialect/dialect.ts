import {
  type DataSource,
  type DataSourceOptions,
  type ColumnOptions,
  type FindOneOptions,
  QueryFailedError,
  type QueryRunner,
} from 'typeorm';
import type { Sql } from 'sql-template-tag';
import type { Configuration } from '../../config/configuration.js';
import type { Statements } from '../statements.js';

/** What a failed statement means to the code above, whichever database said it. */
export type Failure = 'uniqueViolation' | 'foreignKeyViolation' | 'conflict' | 'overBudget' | 'unavailable';

export type ColumnType = Pick<ColumnOptions, 'type' | 'length' | 'charset' | 'collation'>;

/** Column types by what is kept in them. */
export interface ColumnTypes {
  /** A UUID in its 36-character form. */
  id: ColumnType;
  /** Text that people read; never compared in SQL. @param length in characters */
  label(length: number): ColumnType;
  /** Text that is compared byte by byte. @param length in bytes */
  key(length: number): ColumnType;
  /** JSON as written, of any length. */
  document: ColumnType;
  /** Milliseconds since 1970, a version or a sequence. */
  integer: ColumnType;
  /** 0 or 1. */
  flag: ColumnType;
}

/** Options of TypeORM's finds. */
export type RowLock = Pick<FindOneOptions, 'lock'>;

/** The only place that knows which database it is. All SQL outside is the same for all of them. */
export interface Dialect {
  readonly name: 'sqlite' | 'mysql';
  readonly columnTypes: ColumnTypes;
  /** Milliseconds since 1970 by the clock of the database's server; undefined where it has no other than this process. */
  readonly currentTime: Sql | undefined;
  /** Appended to a SELECT whose rows stay locked until the transaction ends. */
  readonly forUpdate: Sql;
  /** For finds whose rows stay locked until the transaction ends, where others could change them meanwhile. */
  readonly rowLock: RowLock;
  /** A JOIN that reads its left side first, where the optimizer may find its right side shorter than it is. */
  readonly straightJoin: Sql;

  /** SELECT of a statement that a client shapes: the database gives it up when it takes too long, where it can. */
  readonly boundedSelect: Sql;
  /** How many values such a statement may look at, where nothing else runs meanwhile; undefined where others do. */
  readonly maxSteps: number | undefined;

  /** Whether a process has one connection for everything. */
  readonly hasOneConnection: boolean;

  /** Options of the DataSource, whose pool has room for all units of work. */
  options(configuration: Configuration): DataSourceOptions;
  /** What an operator should change when there is no connection at the start. */
  connectionAdvice(error: unknown): string;
  /** Those of one unit of work. */
  statements(runner: QueryRunner): Statements;
  /** Sets up each connection of the data source before it is used; called once after it is initialised, which made one. */
  prepare(dataSource: DataSource): void;
  failureOf(error: unknown): Failure | undefined;
  /** The name of the unique index that refused a row, `PRIMARY` for the key of a table; undefined where it is not said. */
  violatedIndex(error: unknown, dataSource: DataSource): string | undefined;
  /** Runs `migrate` while no other process does; the lock dies with its connection. */
  underMigrationLock(dataSource: DataSource, migrate: () => Promise<void>): Promise<void>;

  /** After a table's name: an index to read it by, where the optimizer does not find it itself. */
  forceIndex(name: string): Sql;
  /** The expression compared byte by byte, where it is not a key column. */
  bytes(expression: Sql): Sql;
  /** The text or number at a path of a JSON document, NULL when absent. */
  jsonValue(document: Sql, path: readonly string[]): Sql;
  /** The text at a path, to be shown: it is not compared byte by byte. */
  jsonText(document: Sql, path: readonly string[]): Sql;
  /** The number at a path. */
  jsonNumber(document: Sql, path: readonly string[]): Sql;
  /** Truth of "something is at that path". */
  jsonExists(document: Sql, path: readonly string[]): Sql;
  /** A table with one row an element of the JSON array at a path; `jsonElement(alias)` is its document. */
  jsonElements(document: Sql, path: readonly string[], alias: string): Sql;
  jsonElement(alias: string): Sql;
  /** Where such an element stands in its array. */
  jsonPosition(alias: string): Sql;
}

/** `$."name"."givenName"`: names come from attribute tables, never from a request. */
export function jsonPath(path: readonly string[]): string {
  return `$${path.map((name) => `.${JSON.stringify(name)}`).join('')}`.replaceAll("'", "''");
}

/** What the driver said, which TypeORM wraps. */
export function driverError(error: unknown): object {
  return (error instanceof QueryFailedError ? (error.driverError as object) : (error as object | undefined)) ?? {};
}
