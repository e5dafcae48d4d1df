import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Configuration } from '../config/configuration.js';
import { Connection, Transaction, translated } from './connection.js';
import { ConflictError, DatabaseUnavailableError } from './database-errors.js';
import type { Dialect } from './dialect/dialect.js';
import { dialectOfDataSource } from './dialect/dialect-of.js';
import { Semaphore } from './semaphore.js';
import type { Statements } from './statements.js';

const MAX_ATTEMPTS = 12;
/** Okta hangs up after 60 seconds; a refusal has to arrive well before. */
const DEADLINE_MS = 12_000;
const MAX_BACKOFF_MS = 400;

/**
 * Runs work against the database. A transaction whose deadlock or lock wait the database resolved against it is
 * repeated as a whole, also when COMMIT itself reports it, so `work` must do nothing but talk to the database.
 *
 * Rejects with the errors of `database-errors.ts`; after a rejection nothing of the work has been kept, except that
 * nobody knows after an UnknownOutcomeError.
 */
@Injectable()
export class UnitOfWork {
  readonly dialect: Dialect;
  /** Reads do not wait behind writes, save where there is one connection for all. */
  private readonly reading: Semaphore;
  private readonly writing: Semaphore;
  /** Limits how many writes run at once, retries included: those behind wait in order, and do not try in vain as well. */
  private readonly writers: Semaphore;
  private isFailing = false;

  constructor(
    private readonly dataSource: DataSource,
    { DATABASE_POOL_SIZE }: Configuration,
  ) {
    this.dialect = dialectOfDataSource(dataSource);
    const { hasOneConnection } = this.dialect;
    const width = hasOneConnection ? 1 : DATABASE_POOL_SIZE;
    this.reading = new Semaphore(width);
    this.writing = hasOneConnection ? this.reading : new Semaphore(width);
    this.writers = new Semaphore(width);
  }

  /** Reads without a transaction: each statement sees what is committed. */
  read<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.reading.run(() =>
      this.connected(async (statements) => {
        const connection = new Connection(statements, this.dialect);
        try {
          return await work(connection);
        } finally {
          connection.close(new Error('The connection was given back'));
        }
      }),
    );
  }

  /** Reads and writes in one transaction. */
  run<T>(work: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    return this.writers.run(() => this.untilDone(work));
  }

  /**
   * Runs the work once, without retries: for work that may be dropped when the database is busy. It keeps no other write
   * waiting while it fails. Rejects with a ConflictError too.
   */
  once<T>(work: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    return this.writing.run(() => this.connected((statements) => this.attempt(statements, work)));
  }

  /** Whether the database has not taken a write, and nobody knows that it does again. */
  get hasFailed(): boolean {
    return this.isFailing;
  }

  /** Notes that the database takes writes again. */
  recovered(): void {
    this.isFailing = false;
  }

  /** Whether work waits for a connection, so that what can be done later had better be. */
  get isCrowded(): boolean {
    return this.reading.isCrowded || this.writing.isCrowded || this.writers.isCrowded;
  }

  private async untilDone<T>(work: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    const deadline = Date.now() + DEADLINE_MS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        if (attempt === MAX_ATTEMPTS || Date.now() > deadline) throw new DatabaseUnavailableError(error);
        await delay(Math.random() * Math.min(MAX_BACKOFF_MS, 20 * 2 ** attempt));
      }
    }
  }

  private async attempt<T>(statements: Statements, work: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    const transaction = new Transaction(statements, this.dialect);
    let result: T;
    try {
      await transaction.begin();
      result = await work(transaction);
      await transaction.commit();
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) this.isFailing = true;
      await transaction.rollback(error);
      throw error;
    }
    transaction.committed();
    return result;
  }

  private async connected<T>(work: (statements: Statements) => Promise<T>): Promise<T> {
    const statements = this.dialect.statements(this.dataSource.createQueryRunner());
    try {
      await statements.acquire();
    } catch (error) {
      throw translated(error, this.dialect, this.dataSource);
    }
    try {
      return await work(statements);
    } finally {
      await statements.release();
    }
  }
}
