import { setImmediate } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import { RecentlyUsed } from '../recently-used.js';
import type { Result, Session, Sessions } from '../session.js';

const MAX_PREPARED_STATEMENTS = 200;
const ROWS_AT_ONCE = 500;

/** The one connection of the process. */
export class SqliteSessions implements Sessions {
  readonly count = 1;
  private readonly session: Session;

  constructor(database: Database) {
    this.session = new SqliteSession(database);
  }

  async acquire(): Promise<Session> {
    return this.session;
  }

  /** The data source closes it. */
  async close(): Promise<void> {}
}

class SqliteSession implements Session {
  private readonly prepared = new RecentlyUsed<Statement>(MAX_PREPARED_STATEMENTS);
  private isInTransaction = false;

  constructor(private readonly database: Database) {}

  async begin(): Promise<void> {
    this.database.exec('BEGIN IMMEDIATE');
    this.isInTransaction = true;
  }

  async commit(): Promise<void> {
    this.refuseOutside();
    this.database.exec('COMMIT');
    this.isInTransaction = false;
  }

  async rollback(): Promise<void> {
    this.isInTransaction = false;
    if (this.database.inTransaction) this.database.exec('ROLLBACK');
  }

  async run(text: string, values: readonly unknown[]): Promise<Result> {
    this.refuseOutside();
    const statement = this.prepare(text);
    if (statement.reader) return { rows: statement.all(...values), affected: 0 };
    return { rows: [], affected: statement.run(...values).changes };
  }

  /** In between, others get a turn at what needs no database. */
  async each(text: string, values: readonly unknown[], take: (rows: readonly unknown[]) => void): Promise<void> {
    let rows: unknown[] = [];
    for (const row of this.prepare(text).iterate(...values)) {
      rows.push(row);
      if (rows.length < ROWS_AT_ONCE) continue;
      take(rows);
      rows = [];
      await setImmediate();
    }
    take(rows);
  }

  release(): void {}

  discard(): void {
    // What made it fail is told already, and SQLite undoes the transaction by itself.
    this.rollback().catch(() => undefined);
  }

  /** On some errors SQLite undoes the transaction by itself: what comes then would be kept without what came before. */
  private refuseOutside(): void {
    if (this.isInTransaction && !this.database.inTransaction) throw new Error('SQLite has ended the transaction');
  }

  private prepare(text: string): Statement {
    const known = this.prepared.get(text);
    if (known) return known;
    const statement = this.database.prepare(text);
    this.prepared.set(text, statement);
    return statement;
  }
}
