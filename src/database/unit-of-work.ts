import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { Connection, Transaction, translated } from './connection.js';
import { ConflictError, DatabaseUnavailableError } from './database-errors.js';
import type { Dialect } from './dialect/dialect.js';
import { dialectOfDataSource } from './dialect/dialect-of.js';
import { Mutex } from './mutex.js';

const MAX_ATTEMPTS = 12;
/** Okta hangs up after 60 seconds; a refusal has to arrive well before. */
const DEADLINE_MS = 12_000;
const MAX_BACKOFF_MS = 400;

/**
 * Runs work against the database. A transaction whose deadlock or lock wait the database resolved against it is
 * repeated as a whole, also when COMMIT itself reports it, so `work` must do nothing but talk to the database.
 *
 * Rejects with the errors of `database-errors.ts`; after a rejection nothing of the work has been kept, except that a
 * connection lost during COMMIT leaves the outcome unknown.
 */
@Injectable()
export class UnitOfWork {
  readonly dialect: Dialect;
  private readonly mutex = new Mutex();

  constructor(private readonly dataSource: DataSource) {
    this.dialect = dialectOfDataSource(dataSource);
  }

  /** Reads without a transaction: each statement sees what is committed. */
  read<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.inTurn(() => this.withRunner((runner) => work(new Connection(runner, this.dialect))));
  }

  /** Reads and writes in one transaction. */
  async run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const deadline = Date.now() + DEADLINE_MS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.inTurn(() => this.withRunner((runner) => this.attempt(runner, work)));
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        if (attempt === MAX_ATTEMPTS || Date.now() > deadline) throw new DatabaseUnavailableError(error);
        await delay(Math.random() * Math.min(MAX_BACKOFF_MS, 20 * 2 ** attempt));
      }
    }
  }

  private async attempt<T>(runner: QueryRunner, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    await this.control(runner, this.dialect.begin);
    try {
      const result = await work(new Transaction(runner, this.dialect));
      await this.control(runner, 'COMMIT');
      return result;
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) await this.discard(runner);
      else await this.control(runner, 'ROLLBACK').catch(() => this.discard(runner));
      throw error;
    }
  }

  private async control(runner: QueryRunner, statement: string): Promise<void> {
    await runner.query(statement).catch((error: unknown) => Promise.reject(translated(error, this.dialect)));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.dialect.singleConnection ? this.mutex.run(work) : work();
  }

  private async withRunner<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      await this.connected(runner);
      return await work(runner);
    } finally {
      await runner.release();
    }
  }

  /** A connection of the pool, or an error when none becomes free in time. */
  private async connected(runner: QueryRunner): Promise<void> {
    const timer = new AbortController();
    const connecting = Promise.resolve(runner.connect());
    const tooLate = delay(DEADLINE_MS, undefined, { signal: timer.signal }).then(() => {
      connecting.then(() => runner.release()).catch(() => undefined);
      throw new DatabaseUnavailableError(new Error('No connection became free'));
    });
    tooLate.catch(() => undefined);
    try {
      await Promise.race([connecting, tooLate]);
    } catch (error) {
      throw translated(error, this.dialect);
    } finally {
      timer.abort();
    }
  }

  /** Ends a connection whose state is unknown; the server rolls its transaction back. */
  private async discard(runner: QueryRunner): Promise<void> {
    if (this.dialect.singleConnection) return void (await runner.query('ROLLBACK').catch(() => undefined));
    const connection = (await runner.connect()) as { destroy(): void };
    connection.destroy();
  }
}
