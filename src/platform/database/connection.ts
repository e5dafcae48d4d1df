import type { Sql } from 'sql-template-tag';
import type { Logger } from 'typeorm';
import {
  ConflictError,
  DatabaseUnavailableError,
  ForeignKeyViolationError,
  OverBudgetError,
  UniqueViolationError,
} from './database-errors.js';
import type { Dialect, Failure } from './dialect/dialect.js';
import type { Result, Session } from './session.js';

const errors: Record<Failure, new (cause: unknown) => Error> = {
  uniqueViolation: UniqueViolationError,
  foreignKeyViolation: ForeignKeyViolationError,
  conflict: ConflictError,
  overBudget: OverBudgetError,
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
    await this.perform(statement, (sql, values) =>
      this.session.each(sql, values, take as (rows: readonly unknown[]) => void),
    );
  }

  protected run(statement: Sql): Promise<Result> {
    return this.perform(statement, (sql, values) => this.session.run(sql, values));
  }

  private async perform<T>(
    { sql, values }: Sql,
    work: (sql: string, values: readonly unknown[]) => Promise<T>,
  ): Promise<T> {
    this.logger.logQuery(sql, values as unknown[]);
    try {
      return await work(sql, values);
    } catch (error) {
      throw translated(error, this.dialect);
    }
  }
}

/** What a statement that nobody waits for should have come to. */
export interface Expectation {
  /** Throws when it is not right that so many rows were changed. */
  changed?(rows: number): void;
  /** @returns what to reject with instead of the error; undefined for the error itself */
  refused?(error: unknown): unknown;
}

/** A connection inside a transaction: the first argument of everything that writes. */
export class Transaction extends Connection {
  private readonly callbacks: (() => void)[] = [];
  private answers: Promise<unknown> = Promise.resolve();

  /** Runs a statement. @returns how many rows were changed */
  async execute(statement: Sql): Promise<number> {
    return (await this.run(statement)).affected;
  }

  /**
   * Sends a statement whose answer nobody needs before the end. It is done before those that follow; if it fails, so does the
   * transaction.
   */
  send(statement: Sql, { changed, refused }: Expectation = {}): void {
    const answer = super.run(statement).then(
      ({ affected }) => changed?.(affected),
      (error: unknown) => Promise.reject(refused?.(error) ?? error),
    );
    answer.catch(() => undefined);
    this.answers = this.answers.then(() => answer);
    this.answers.catch(() => undefined);
  }

  /** When all that was sent is answered. Rejects with the error of the first that failed. */
  async answered(): Promise<void> {
    await this.answers;
  }

  /** Does something once the transaction is committed, and not if it is not. */
  onCommit(callback: () => void): void {
    this.callbacks.push(callback);
  }

  /** For the unit of work, right after COMMIT. */
  committed(): void {
    for (const callback of this.callbacks) callback();
  }

  /** Answers come in the order of the statements: what was sent before has its own by then, and its error comes first. */
  protected override async run(statement: Sql): Promise<Result> {
    const result = super.run(statement);
    result.catch(() => undefined);
    await this.answers;
    return result;
  }
}
