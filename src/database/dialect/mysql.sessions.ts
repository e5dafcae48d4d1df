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
const MAX_PREPARED_STATEMENTS_REACHED = 1461;

/** Connections of mysql2's pool. */
export class MysqlSessions implements Sessions {
  /**
   * @param patience how long to wait for a connection, in milliseconds
   * @param timeout of a statement, in milliseconds
   */
  constructor(
    private readonly pool: Pool,
    private readonly patience: number,
    private readonly timeout: number,
  ) {}

  acquire(): Promise<Session> {
    return new Promise((resolve, reject) => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        reject(new DatabaseUnavailableError(new Error('No connection became free')));
      }, this.patience);
      this.pool.getConnection((error, connection) => {
        clearTimeout(timer);
        if (error) reject(error);
        else if (isLate) connection.release();
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
    return new Promise((resolve, reject) => {
      const settle = (error: QueryError | null, result: QueryResult) => {
        if (error) reject(error);
        else resolve(toResult(result));
      };
      const asText = () =>
        this.connection.query({ sql: statement, timeout: this.timeout, values: [...values] }, settle);
      if (!isPrepared) return void asText();
      const prepared = { sql: statement, timeout: this.timeout, values: values.map(parameter) };
      this.connection.execute(prepared, (error: QueryError | null, result: QueryResult) => {
        if (error?.errno === MAX_PREPARED_STATEMENTS_REACHED) asText();
        else settle(error, result);
      });
    });
  }

  release(): void {
    this.connection.release();
  }

  async discard(): Promise<void> {
    this.connection.destroy();
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
