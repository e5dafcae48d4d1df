import mysql, {
  type Pool,
  type PoolConnection,
  type QueryError,
  type QueryResult,
  type ResultSetHeader,
  type TypedParameterValue,
} from 'mysql2';
import { DatabaseUnavailableError } from '../database-errors.js';
import type { Result, Session, Sessions } from '../session.js';

/** Statements with more values than this differ from each other, and would only crowd out others. */
const MAX_PREPARED_VALUES = 32;
const ROWS_AT_ONCE = 500;
const MAX_PREPARED_STATEMENTS_REACHED = 1461;

/** Connections of mysql2's pool. */
export class MysqlSessions implements Sessions {
  /** @param timeout of a statement, in milliseconds */
  constructor(
    private readonly pool: Pool,
    readonly count: number,
    private readonly timeout: number,
  ) {}

  acquire(): Promise<Session> {
    return new Promise((resolve, reject) => {
      this.pool.getConnection((error, connection) => {
        if (error) reject(error);
        else resolve(new MysqlSession(connection, this.timeout));
      });
    });
  }
}

/** Prepares what comes again and again, and sends the rest as text. */
class MysqlSession implements Session {
  constructor(
    private readonly connection: PoolConnection,
    private readonly timeout: number,
  ) {}

  run(statement: string, values: readonly unknown[]): Promise<Result> {
    const isPrepared = values.length > 0 && values.length <= MAX_PREPARED_VALUES;
    return this.inTime((resolve, reject) => {
      const settle = (error: QueryError | null, result: QueryResult) => {
        if (error) reject(error);
        else resolve(toResult(result));
      };
      const asText = () => this.connection.query({ sql: statement, values: [...values] }, settle);
      if (!isPrepared) return void asText();
      const prepared = { sql: statement, values: values.map(parameter) };
      this.connection.execute(prepared, (error: QueryError | null, result: QueryResult) => {
        if (error?.errno === MAX_PREPARED_STATEMENTS_REACHED) asText();
        else settle(error, result);
      });
    });
  }

  each(statement: string, values: readonly unknown[], take: (rows: readonly unknown[]) => void): Promise<void> {
    let rows: unknown[] = [];
    const give = () => {
      take(rows);
      rows = [];
    };
    return this.inTime((resolve, reject) => {
      this.connection
        .query({ sql: statement, values: [...values] })
        .on('error', reject)
        .on('result', (row: unknown) => {
          rows.push(row);
          if (rows.length >= ROWS_AT_ONCE) give();
        })
        .on('end', () => {
          give();
          resolve();
        });
    });
  }

  release(): void {
    this.connection.release();
  }

  async discard(): Promise<void> {
    this.connection.destroy();
  }

  /** The driver's own timeout does not count while a statement is prepared, or waits for the one before. */
  private inTime<T>(start: (resolve: (value: T) => void, reject: (error: Error) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new DatabaseUnavailableError(new Error('A statement took too long')));
        this.connection.destroy();
      }, this.timeout);
      const settled =
        <V>(settle: (value: V) => void) =>
        (value: V) => {
          clearTimeout(timer);
          settle(value);
        };
      start(settled(resolve), settled(reject));
    });
  }
}

function toResult(result: QueryResult): Result {
  if (Array.isArray(result)) return { rows: result, affected: 0 };
  return { rows: [], affected: (result as ResultSetHeader).affectedRows };
}

/** Whole numbers as such: mysql2 would send them as floating point numbers, which LIMIT does not take. */
function parameter(value: unknown): TypedParameterValue {
  return Number.isInteger(value) ? mysql.TypedParameter.LONGLONG(value as number) : (value as TypedParameterValue);
}
