import type { Socket } from 'node:net';
import mysql, { type PoolConnection, type QueryError, type ResultSetHeader } from 'mysql2';
import type { QueryRunner } from 'typeorm';
import type { Result, Statements } from '../statements.js';

/** Longer statements take more of the database's memory than preparing them saves. */
const MAX_PREPARED_VALUES = 1_000;
const ROWS_AT_ONCE = 500;
/** The database prepares no more statements; it still takes them as text. */
const TOO_MANY_PREPARED = 1461;
/** The server has lost a prepared statement, or wants it prepared again. */
const LOST_STATEMENT = new Set<number | undefined>([1243, 1615]);
/** A statement is given up when nothing arrives for so long. */
const PATIENCE_MS = 15_000;

/** Taken once: the driver loads its module again whenever it is asked for this. */
const { TypedParameter } = mysql;

type Values = readonly unknown[];
type Answer = readonly unknown[] | ResultSetHeader;

/** Runs prepared statements of mysql2 on the connection of TypeORM's runner, and so within its transaction. */
export class MysqlStatements implements Statements {
  private connection!: PoolConnection;

  constructor(readonly runner: QueryRunner) {}

  async acquire(): Promise<void> {
    this.connection = (await this.runner.connect()) as PoolConnection;
    this.socket.setTimeout(PATIENCE_MS, this.discard);
  }

  begin(): Promise<void> {
    return this.runner.startTransaction();
  }

  commit(): Promise<void> {
    return this.runner.commitTransaction();
  }

  rollback(): Promise<void> {
    return this.runner.rollbackTransaction();
  }

  async run(text: string, values: Values): Promise<Result> {
    this.log(text, values);
    const isPrepared = values.length > 0 && values.length <= MAX_PREPARED_VALUES;
    const answer = await (isPrepared ? this.execute(text, values) : this.query(text, values));
    if (Array.isArray(answer)) return { rows: answer, affected: 0 };
    return { rows: [], affected: (answer as ResultSetHeader).affectedRows };
  }

  async each(text: string, values: Values, take: (rows: readonly unknown[]) => void): Promise<void> {
    this.log(text, values);
    let rows: unknown[] = [];
    try {
      for await (const row of this.connection.query(text, [...values]).stream({ highWaterMark: ROWS_AT_ONCE })) {
        rows.push(row);
        if (rows.length < ROWS_AT_ONCE) continue;
        take(rows);
        rows = [];
      }
      take(rows);
    } catch (error) {
      // Rows that nobody wants may still be on their way.
      this.discard();
      throw error;
    }
  }

  release(): Promise<void> {
    this.socket.setTimeout(0, this.discard);
    return this.runner.release();
  }

  /**
   * The driver's `destroy` alone would leave those without an answer who wait for one. A statement that is under way goes on until
   * the server notices, and keeps its locks as long.
   */
  readonly discard = (): void => {
    this.connection.destroy();
    this.socket.destroy(new Error('The connection was given up'));
  };

  /** With TLS it is another one than the driver began with. */
  private get socket(): Socket {
    return (this.connection as unknown as { stream: Socket }).stream;
  }

  private async execute(text: string, values: Values): Promise<Answer> {
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.connection.execute(text, values.map(parameter) as never, answering(resolve, reject));
      });
    } catch (error) {
      const { errno } = error as QueryError;
      if (errno === TOO_MANY_PREPARED) return this.query(text, values);
      if (LOST_STATEMENT.has(errno)) this.discard();
      throw error;
    }
  }

  private query(text: string, values: Values): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.connection.query(text, [...values], answering(resolve, reject));
    });
  }

  private log(text: string, values: Values): void {
    this.runner.dataSource.logger.logQuery(text, values as unknown[], this.runner);
  }
}

function answering(resolve: (answer: Answer) => void, reject: (error: QueryError) => void) {
  return (error: QueryError | null, answer: unknown) => (error ? reject(error) : resolve(answer as Answer));
}

/** Whole numbers as such: the driver would send them as floating point numbers, which LIMIT does not take. */
function parameter(value: unknown): unknown {
  return Number.isSafeInteger(value) ? TypedParameter.BIGINT(value as number) : value;
}
