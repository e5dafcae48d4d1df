import { setImmediate } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
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
  private readonly prepared = new Map<string, Statement>();

  constructor(private readonly database: Database) {}

  async run(text: string, values: readonly unknown[]): Promise<Result> {
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

  async discard(): Promise<void> {
    try {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
    } catch {
      // What made it fail is told already, and SQLite undoes the transaction by itself.
    }
  }

  /** Those used last are kept. */
  private prepare(text: string): Statement {
    const statement = this.prepared.get(text) ?? this.database.prepare(text);
    this.prepared.delete(text);
    this.prepared.set(text, statement);
    if (this.prepared.size > MAX_PREPARED_STATEMENTS) this.prepared.delete(this.prepared.keys().next().value!);
    return statement;
  }
}
