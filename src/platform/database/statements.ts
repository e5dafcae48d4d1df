import type { QueryRunner } from 'typeorm';

/** What a statement did: the rows of a SELECT, the number of rows that any other changed. */
export interface Result {
  readonly rows: readonly unknown[];
  readonly affected: number;
}

/**
 * The statements of one unit of work on one of the DataSource's connections. Methods reject with TypeORM's or the driver's
 * own error.
 */
export interface Statements {
  readonly runner: QueryRunner;
  /** Takes the connection, for which it may wait. Comes first. */
  acquire(): Promise<void>;
  /** Starts a transaction that may write. */
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  run(text: string, values: readonly unknown[]): Promise<Result>;
  /** Hands over the rows of a SELECT while they arrive, some at a time, and keeps none. */
  each(text: string, values: readonly unknown[], take: (rows: readonly unknown[]) => void): Promise<void>;
  /** Gives the connection back. */
  release(): Promise<void>;
  /** Ends a connection whose state is unknown; the database rolls its transaction back. */
  discard(): void;
}
