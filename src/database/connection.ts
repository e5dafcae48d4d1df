import type { Sql } from 'sql-template-tag';
import type { Logger } from 'typeorm';
import {
  ConflictError,
  DatabaseUnavailableError,
  ForeignKeyViolationError,
  UniqueViolationError,
} from './database-errors.js';
import type { Dialect, Failure } from './dialect/dialect.js';
import type { Result, Session } from './session.js';

const errors: Record<Failure, new (cause: unknown) => Error> = {
  uniqueViolation: UniqueViolationError,
  foreignKeyViolation: ForeignKeyViolationError,
  conflict: ConflictError,
  unavailable: DatabaseUnavailableError,
};

/** The error in Muster's own terms; unknown ones stay as they are. */
export function translated(error: unknown, dialect: Dialect): unknown {
  const failure = dialect.failureOf(error);
  return failure ? new errors[failure](error) : error;
}

/** Runs statements with bound parameters on one database connection. */
export class Connection {
  constructor(
    private readonly session: Session,
    readonly dialect: Dialect,
    private readonly logger: Logger,
  ) {}

  /** All rows of a SELECT. */
  async rows<Row>(statement: Sql): Promise<Row[]> {
    return (await this.run(statement)).rows as Row[];
  }

  /** The first row of a SELECT. */
  async row<Row>(statement: Sql): Promise<Row | undefined> {
    return (await this.rows<Row>(statement))[0];
  }

  /** Gives the rows of a SELECT while they come, some at a time, and keeps none. */
  async each<Row>(statement: Sql, take: (rows: readonly Row[]) => void): Promise<void> {
    await this.send(statement, (sql, values) =>
      this.session.each(sql, values, take as (rows: readonly unknown[]) => void),
    );
  }

  protected run(statement: Sql): Promise<Result> {
    return this.send(statement, (sql, values) => this.session.run(sql, values));
  }

  private async send<T>(
    { sql, values }: Sql,
    work: (sql: string, values: readonly unknown[]) => Promise<T>,
  ): Promise<T> {
    this.logger.logQuery(sql, [...values]);
    try {
      return await work(sql, values);
    } catch (error) {
      throw translated(error, this.dialect);
    }
  }
}

/** A connection inside a transaction: the first argument of everything that writes. */
export class Transaction extends Connection {
  private readonly callbacks: (() => void)[] = [];

  /** @returns how many rows the statement changed */
  async execute(statement: Sql): Promise<number> {
    return (await this.run(statement)).affected;
  }

  /** Does something once the transaction is committed, and not if it is not. */
  onCommit(callback: () => void): void {
    this.callbacks.push(callback);
  }

  /** For the unit of work, right after COMMIT. */
  committed(): void {
    for (const callback of this.callbacks) callback();
  }
}
