import type { Pool, PoolConnection } from 'mysql2';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { DataSource, DataSourceOptions, QueryRunner } from 'typeorm';
import type { Configuration } from '../../config/configuration.js';
import { mysqlServer } from '../../config/mysql-server.js';
import type { Statements } from '../statements.js';
import { type ColumnTypes, type Dialect, driverError, type Failure, jsonPath } from './dialect.js';
import { mysqlConnectionAdvice } from './mysql-connection-advice.js';
import { MysqlStatements } from './mysql.statements.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** So that what keeps track of connections on the way forgets no idle one. */
const KEEP_ALIVE_MS = 60_000;
/** For migrations and checks beside the units of work. */
const SPARE_CONNECTIONS = 2;
/** Prepared statements on one connection. */
const MAX_PREPARED_STATEMENTS = 128;
const MIGRATION_WAIT_S = 600;
/** Longer values than any attribute takes, so that sorting compares all of each. */
const SORT_LENGTH = 8_192;
/** For a statement that a client shapes, by a filter or an order. Okta hangs up after 60 seconds. */
const STATEMENT_TIME_S = 5;
const SESSION_LOCK_WAIT = 'SET SESSION innodb_lock_wait_timeout = 5';

/** Set on every connection before its first use, whatever the defaults of the server are. */
const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `${SESSION_LOCK_WAIT}, max_sort_length = ${SORT_LENGTH},
  sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`,
];

const failures: Record<number, Failure> = {
  1062: 'uniqueViolation',
  1216: 'foreignKeyViolation',
  1452: 'foreignKeyViolation',
  1205: 'conflict',
  1243: 'conflict',
  1615: 'conflict',
  1213: 'conflict',
  1020: 'conflict',
  1021: 'unavailable',
  1026: 'unavailable',
  1030: 'unavailable',
  1040: 'unavailable',
  1041: 'unavailable',
  1042: 'unavailable',
  1047: 'unavailable',
  1053: 'unavailable',
  1114: 'unavailable',
  1180: 'unavailable',
  1203: 'unavailable',
  1290: 'unavailable',
  1317: 'unavailable',
  1836: 'unavailable',
  1927: 'unavailable',
  1969: 'overBudget',
  3024: 'overBudget',
  3675: 'unavailable',
  4031: 'unavailable',
};

/** MySQL 8 and MariaDB 10.6 or newer, through mysql2. */
export class MysqlDialect implements Dialect {
  readonly name = 'mysql';
  readonly currentTime = raw('UNIX_TIMESTAMP() * 1000 + MICROSECOND(NOW(6)) DIV 1000');
  readonly forUpdate = raw('FOR UPDATE');
  readonly rowLock = { lock: { mode: 'pessimistic_write' } } as const;
  readonly straightJoin = raw('STRAIGHT_JOIN');
  /** MariaDB reads the first comment, MySQL the second. */
  readonly boundedSelect = raw(
    `/*M! SET STATEMENT max_statement_time = ${STATEMENT_TIME_S} FOR */ SELECT /*+ MAX_EXECUTION_TIME(${STATEMENT_TIME_S * 1_000}) */`,
  );
  readonly maxSteps = undefined;
  readonly hasOneConnection = false;

  readonly columnTypes: ColumnTypes = {
    id: { type: 'char', length: 36, charset: 'ascii', collation: 'ascii_bin' },
    label: (length) => ({ type: 'varchar', length, charset: 'utf8mb4', collation: 'utf8mb4_bin' }),
    key: (length) => ({ type: 'varbinary', length }),
    document: { type: 'longtext', charset: 'utf8mb4', collation: 'utf8mb4_bin' },
    integer: { type: 'bigint' },
    flag: { type: 'tinyint' },
  };

  options(configuration: Configuration): DataSourceOptions {
    const { user, tls, options, ...server } = mysqlServer(configuration);
    return {
      type: configuration.DATABASE_URL.startsWith('mariadb:') ? 'mariadb' : 'mysql',
      ...server,
      username: user,
      ssl: tls,
      charset: 'utf8mb4',
      bigNumberStrings: false,
      // TypeORM's errors have stacks of their own.
      trace: false,
      extra: {
        connectTimeout: CONNECT_TIMEOUT_MS,
        keepAliveInitialDelay: KEEP_ALIVE_MS,
        maxPreparedStatements: MAX_PREPARED_STATEMENTS,
        ...options,
        connectionLimit: 2 * configuration.DATABASE_POOL_SIZE + SPARE_CONNECTIONS,
        jsonStrings: true,
        multipleStatements: false,
      },
    };
  }

  connectionAdvice(error: unknown): string {
    return mysqlConnectionAdvice(error);
  }

  statements(runner: QueryRunner): Statements {
    return new MysqlStatements(runner);
  }

  prepare(dataSource: DataSource): void {
    const prepared = new WeakSet<PoolConnection>();
    poolOf(dataSource).on('acquire', (connection: PoolConnection) => {
      if (prepared.has(connection)) return;
      prepared.add(connection);
      // Its error is that of the statements on it; without a listener it would end the process.
      connection.on('error', () => undefined);
      for (const statement of SESSION) connection.query(statement, (error) => error && connection.destroy());
    });
  }

  failureOf(error: unknown): Failure | undefined {
    const { errno, fatal } = driverError(error) as { errno?: unknown; fatal?: unknown };
    if (typeof errno === 'number' && failures[errno]) return failures[errno];
    return fatal === true ? 'unavailable' : undefined;
  }

  /** MySQL puts the table before the name, MariaDB does not. */
  violatedIndex(error: unknown): string | undefined {
    const { message = '' } = driverError(error) as { message?: string };
    return / for key '(?:\w+\.)?(\w+)'$/.exec(message)?.[1];
  }

  /** A row lock in a transaction: it also holds in a cluster of one writer, where GET_LOCK is local to a node. */
  async underMigrationLock(dataSource: DataSource, migrate: () => Promise<void>): Promise<void> {
    const runner = dataSource.createQueryRunner();
    try {
      await runner.query(`SET SESSION innodb_lock_wait_timeout = ${MIGRATION_WAIT_S}`);
      await runner.query(
        'CREATE TABLE IF NOT EXISTS migration_lock (id TINYINT NOT NULL PRIMARY KEY) ENGINE = InnoDB COLLATE utf8mb4_bin',
      );
      await runner.query('INSERT IGNORE INTO migration_lock (id) VALUES (1)');
      await runner.startTransaction();
      await runner.query('SELECT id FROM migration_lock FOR UPDATE');
      await migrate();
    } finally {
      // Where the connection is lost, these fail too: what went wrong is what the operator has to read.
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      await runner.query(SESSION_LOCK_WAIT).catch(() => undefined);
      await runner.release();
    }
  }

  forceIndex(name: string): Sql {
    return raw(`FORCE INDEX (${name})`);
  }

  bytes(expression: Sql): Sql {
    return sql`CAST(${expression} AS BINARY)`;
  }

  jsonValue(document: Sql, path: readonly string[]): Sql {
    return this.bytes(this.jsonText(document, path));
  }

  jsonText(document: Sql, path: readonly string[]): Sql {
    return sql`JSON_UNQUOTE(JSON_EXTRACT(${document}, ${literal(path)}))`;
  }

  jsonNumber(document: Sql, path: readonly string[]): Sql {
    return sql`CAST(JSON_UNQUOTE(JSON_EXTRACT(${document}, ${literal(path)})) AS DOUBLE)`;
  }

  jsonExists(document: Sql, path: readonly string[]): Sql {
    return sql`JSON_EXTRACT(${document}, ${literal(path)}) IS NOT NULL`;
  }

  jsonElements(document: Sql, path: readonly string[], alias: string): Sql {
    const elements = raw(`'${jsonPath(path)}[*]'`);
    return sql`JSON_TABLE(${document}, ${elements} COLUMNS (position FOR ORDINALITY, element JSON PATH '$')) ${raw(alias)}`;
  }

  jsonElement(alias: string): Sql {
    return raw(`${alias}.element`);
  }

  jsonPosition(alias: string): Sql {
    return raw(`${alias}.position`);
  }
}

function poolOf({ driver }: DataSource): Pool {
  return (driver as unknown as { pool: Pool }).pool;
}

function literal(path: readonly string[]): Sql {
  return raw(`'${jsonPath(path)}'`);
}
