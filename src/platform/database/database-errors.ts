/** The database cannot be reached or cannot write now; the same request may succeed later. */
export class DatabaseUnavailableError extends Error {
  constructor(cause: unknown) {
    super('The database is not available', { cause });
  }
}

/** No connection could be made at the start. The message says what to change. */
export class DatabaseConnectionError extends Error {
  constructor(advice: string, cause: unknown) {
    super(`No connection to the database: ${advice.replaceAll(/\s+/g, ' ')}`, { cause });
  }
}

/** A statement that a client shaped took longer than it may. */
export class OverBudgetError extends Error {
  constructor(cause: unknown) {
    super('The database stopped a statement that took too long', { cause });
  }
}

/** The connection was lost in COMMIT: the change may have been kept. */
export class UnknownOutcomeError extends DatabaseUnavailableError {}

/** More work is waiting for the database than can be done soon; nothing of this was begun. */
export class OverloadedError extends Error {}

/** A unique index refused a row. */
export class UniqueViolationError extends Error {
  /** @param index its name, `PRIMARY` for the key of a table; undefined where the database does not say it */
  constructor(
    cause: unknown,
    readonly index?: string,
  ) {
    super('A unique value is already taken', { cause });
  }
}

/** A row refers to one that is not there (any more). */
export class ForeignKeyViolationError extends Error {
  constructor(cause: unknown) {
    super('A referenced row does not exist', { cause });
  }
}

/** Another transaction stood in the way (deadlock, lock wait); repeating the whole transaction is right. */
export class ConflictError extends Error {
  constructor(cause: unknown) {
    super('Another transaction changed the same rows', { cause });
  }
}
