import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { QueryRunner } from 'typeorm';
import type { Result, Statements } from '../statements.js';

const ROWS_AT_ONCE = 500;

/** Runs statements on the one connection of the process, which TypeORM prepares and keeps. */
export class SqliteStatements implements Statements {
  constructor(readonly runner: QueryRunner) {}

  async acquire(): Promise<void> {}

  /** With the lock of a writer from the start: a transaction that has read could get it no longer. */
  async begin(): Promise<void> {
    await this.runner.query('BEGIN IMMEDIATE');
    this.noteTransaction(true);
  }

  async commit(): Promise<void> {
    await this.refuseOutside();
    await this.runner.query('COMMIT');
    this.noteTransaction(false);
  }

  async rollback(): Promise<void> {
    this.noteTransaction(false);
    if ((await this.database()).inTransaction) await this.runner.query('ROLLBACK');
  }

  async run(text: string, values: readonly unknown[]): Promise<Result> {
    await this.refuseOutside();
    const { records, affected } = await this.runner.query(text, [...values], true);
    return { rows: records, affected: affected ?? 0 };
  }

  /** In between, others get a turn at what needs no database. */
  async each(text: string, values: readonly unknown[], take: (rows: readonly unknown[]) => void): Promise<void> {
    this.runner.dataSource.logger.logQuery(text, [...values], this.runner);
    let rows: unknown[] = [];
    for (const row of (await this.database()).prepare(text).iterate(...values)) {
      rows.push(row);
      if (rows.length < ROWS_AT_ONCE) continue;
      take(rows);
      rows = [];
      await setImmediate();
    }
    take(rows);
  }

  release(): Promise<void> {
    return this.runner.release();
  }

  discard(): void {
    // What made it fail is known already, and SQLite undoes the transaction by itself.
    this.rollback().catch(() => undefined);
  }

  /** On some errors SQLite undoes the transaction by itself: what comes then would be kept without what came before. */
  private async refuseOutside(): Promise<void> {
    if (this.runner.isTransactionActive && !(await this.database()).inTransaction)
      throw new Error('SQLite has ended the transaction');
  }

  /** What TypeORM's own `BEGIN`, which takes no lock of a writer, would have noted: its repositories begin none then. */
  private noteTransaction(isActive: boolean): void {
    Object.assign(this.runner, { isTransactionActive: isActive });
  }

  private database(): Promise<Database> {
    return this.runner.connect() as Promise<Database>;
  }
}
