import type { Sql } from 'sql-template-tag';
import type { DataSource, EntityManager, FindOptionsWhere, ObjectLiteral, QueryRunner, Repository } from 'typeorm';
import {
  ConflictError,
  DatabaseUnavailableError,
  ForeignKeyViolationError,
  OverBudgetError,
  UniqueViolationError,
  UnknownOutcomeError,
} from './database-errors.js';
import type { Dialect, Failure, RowLock } from './dialect/dialect.js';
import type { Result, Statements } from './statements.js';

const errors: Record<Exclude<Failure, 'uniqueViolation'>, new (cause: unknown) => Error> = {
  foreignKeyViolation: ForeignKeyViolationError,
  conflict: ConflictError,
  overBudget: OverBudgetError,
  unavailable: DatabaseUnavailableError,
};

/** The error in Muster's own terms; unknown ones stay as they are. */
export function translated(error: unknown, dialect: Dialect, dataSource: DataSource): unknown {
  const failure = dialect.failureOf(error);
  if (failure === 'uniqueViolation') return new UniqueViolationError(error, dialect.violatedIndex(error, dataSource));
  return failure ? new errors[failure](error) : error;
}

/**
 * Runs statements with bound parameters on one database connection, one after the other. After a failure that a caller cannot
 * mend, none runs any more: the database may have given the transaction up, and would commit each of them by itself.
 */
export class Connection {
  private last: Promise<unknown> = Promise.resolve();
  private closedBecause?: unknown;
  private manager?: EntityManager;

  constructor(
    protected readonly statements: Statements,
    readonly dialect: Dialect,
  ) {}

  /** The repository on this connection. It rejects with the errors of `database-errors.ts`. */
  of<Entity extends ObjectLiteral>(repository: Repository<Entity>): Repository<Entity> {
    const { runner } = this.statements;
    this.manager ??= runner.dataSource.createEntityManager(this.inOrder(runner));
    return this.manager.withRepository(repository);
  }

  /** All rows of a SELECT. */
  async rows<Row>(statement: Sql): Promise<Row[]> {
    return (await this.run(statement)).rows as Row[];
  }

  /** The first row of a SELECT. */
  async row<Row>(statement: Sql): Promise<Row | undefined> {
    return (await this.rows<Row>(statement))[0];
  }

  /** Hands over the rows of a SELECT while they arrive, some at a time, and keeps none. */
  each<Row>({ sql, values }: Sql, take: (rows: readonly Row[]) => void): Promise<void> {
    return this.next(() => this.statements.each(sql, values, take as (rows: readonly unknown[]) => void));
  }

  protected run({ sql, values }: Sql): Promise<Result> {
    return this.next(() => this.statements.run(sql, values));
  }

  /** Does something when everything before it is done. */
  protected next<T>(work: () => Promise<T>): Promise<T> {
    const answer = this.last.then(() => this.perform(work));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  /** For the unit of work: lets no further statement run. */
  close(because: unknown): void {
    this.closedBecause ??= because;
  }

  private async perform<T>(work: () => Promise<T>): Promise<T> {
    if (this.closedBecause) throw this.closedBecause;
    try {
      return await work();
    } catch (thrown) {
      const error = translated(thrown, this.dialect, this.statements.runner.dataSource);
      if (!(error instanceof UniqueViolationError || error instanceof ForeignKeyViolationError)) this.close(error);
      throw error;
    }
  }

  /** The runner as repositories use it: their statements wait for their turn too. */
  private inOrder(runner: QueryRunner): QueryRunner {
    const query = (...given: Parameters<QueryRunner['query']>) => this.next(() => runner.query(...given));
    return Object.create(runner, { query: { value: query } }) as QueryRunner;
  }
}

/** A connection inside a transaction: the first argument of everything that writes. */
export class Transaction extends Connection {
  private readonly callbacks: (() => void)[] = [];

  /** Runs a statement. @returns the number of rows that were changed */
  async execute(statement: Sql): Promise<number> {
    return (await this.run(statement)).affected;
  }

  /** For finds of repositories: the rows stay locked until the transaction ends. */
  get locked(): RowLock {
    return this.dialect.rowLock;
  }

  /** Locks the row that meets a condition until the transaction ends. @returns whether there is one */
  async lockRow<Entity extends ObjectLiteral>(
    repository: Repository<Entity>,
    where: FindOptionsWhere<Entity>,
  ): Promise<boolean> {
    return (await this.of(repository).findOne({ where, ...this.locked })) !== null;
  }

  /** Does something once the transaction is committed, and not if it is not. */
  onCommit(callback: () => void): void {
    this.callbacks.push(callback);
  }

  /** For the unit of work. */
  begin(): Promise<void> {
    return this.next(() => this.statements.begin());
  }

  /** For the unit of work. @throws UnknownOutcomeError when the connection was lost meanwhile */
  async commit(): Promise<void> {
    try {
      await this.next(() => this.statements.commit());
    } catch (error) {
      throw error instanceof DatabaseUnavailableError ? new UnknownOutcomeError(error.cause) : error;
    }
    this.close(new Error('The transaction is committed'));
  }

  /** For the unit of work, right after COMMIT. */
  committed(): void {
    for (const callback of this.callbacks) callback();
  }

  /** For the unit of work. @param error that the transaction failed with */
  async rollback(error: unknown): Promise<void> {
    this.close(error);
    if (error instanceof DatabaseUnavailableError) return this.statements.discard();
    try {
      await this.statements.rollback();
    } catch {
      this.statements.discard();
    }
  }
}
