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

  protected async run(statement: Sql): Promise<Result> {
    const { sql, values } = statement;
    this.logger.logQuery(sql, values);
    try {
      return await this.session.run(sql, values);
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
