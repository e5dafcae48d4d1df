import type { Sql } from 'sql-template-tag';
import { type QueryRunner, QueryFailedError } from 'typeorm';
import {
  ConflictError,
  DatabaseUnavailableError,
  ForeignKeyViolationError,
  UniqueViolationError,
} from './database-errors.js';
import type { Dialect, Failure } from './dialect/dialect.js';

const errors: Record<Failure, new (cause: unknown) => Error> = {
  uniqueViolation: UniqueViolationError,
  foreignKeyViolation: ForeignKeyViolationError,
  conflict: ConflictError,
  unavailable: DatabaseUnavailableError,
};

/** The error in Muster's own terms; unknown ones stay as they are. */
export function translated(error: unknown, dialect: Dialect): unknown {
  const cause = error instanceof QueryFailedError ? error.driverError : error;
  const failure = dialect.failureOf(cause);
  return failure ? new errors[failure](cause) : error;
}

/** Runs statements with bound parameters on one database connection. */
export class Connection {
  constructor(
    private readonly runner: QueryRunner,
    readonly dialect: Dialect,
  ) {}

  /** All rows of a SELECT. */
  async rows<Row>(statement: Sql): Promise<Row[]> {
    const { records } = await this.run(statement);
    return records as Row[];
  }

  /** The first row of a SELECT. */
  async row<Row>(statement: Sql): Promise<Row | undefined> {
    return (await this.rows<Row>(statement))[0];
  }

  private async run(statement: Sql) {
    return this.runner
      .query(statement.sql, statement.values, true)
      .catch((error: unknown) => Promise.reject(translated(error, this.dialect)));
  }

  protected async affected(statement: Sql): Promise<number> {
    return (await this.run(statement)).affected ?? 0;
  }
}

/** A connection inside a transaction: the first argument of everything that writes. */
export class Transaction extends Connection {
  /** @returns how many rows the statement changed */
  async execute(statement: Sql): Promise<number> {
    return this.affected(statement);
  }
}
