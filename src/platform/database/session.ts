/** What a statement did: the rows of a SELECT, how many rows any other changed. */
export interface Result {
  readonly rows: readonly unknown[];
  readonly affected: number;
}

/** One connection to the database, for as long as a unit of work has it. */
export interface Session {
  /** Starts a transaction that may write. */
  begin(): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  /**
   * Statements may be sent without waiting for the answers of those before; they are done in their order.
   * Rejects with the driver's own error.
   */
  run(statement: string, values: readonly unknown[]): Promise<Result>;
  /** Gives the rows of a SELECT while they come, some at a time, and keeps none. Rejects with the driver's own error. */
  each(statement: string, values: readonly unknown[], take: (rows: readonly unknown[]) => void): Promise<void>;
  /** Gives the connection back. */
  release(): void;
  /** Ends a connection whose state is unknown; the database rolls its transaction back. */
  discard(): void;
}

/** Where sessions come from. */
export interface Sessions {
  /** How many there are at a time. */
  readonly count: number;
  /** One that is free; not to be called while all are taken. Rejects with the driver's own error. */
  acquire(): Promise<Session>;
  close(): Promise<void>;
}

/** Of a database; the same for both where it has one connection. */
export interface SessionsByPurpose {
  /** Each statement by itself. */
  readonly reading: Sessions;
  /** Statements that are committed together. */
  readonly writing: Sessions;
}
