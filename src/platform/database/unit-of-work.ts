import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Configuration } from '../config/configuration.js';
import { Connection, Transaction, translated } from './connection.js';
import { ConflictError, DatabaseUnavailableError, UnknownOutcomeError } from './database-errors.js';
import type { Dialect } from './dialect/dialect.js';
import { dialectOfDataSource } from './dialect/dialect-of.js';
import type { Session } from './session.js';
import { SessionPool } from './session-pool.js';
import { Turns } from './turns.js';

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
export class UnitOfWork implements OnApplicationShutdown {
  readonly dialect: Dialect;
  private readonly reading: SessionPool;
  private readonly writing: SessionPool;
  /** Of writes, through all attempts: those behind wait in order, and do not try in vain as well. */
  private readonly writers: Turns;
  /** Whether the database has not taken a write; `WriteCheck` finds out whether it does again. */
  hasFailed = false;

  constructor(
    private readonly dataSource: DataSource,
    { DATABASE_POOL_SIZE }: Configuration,
  ) {
    this.dialect = dialectOfDataSource(dataSource);
    const { reading, writing } = this.dialect.sessions(dataSource, DATABASE_POOL_SIZE);
    this.reading = new SessionPool(reading, this.dialect);
    this.writing = writing === reading ? this.reading : new SessionPool(writing, this.dialect);
    this.writers = new Turns(writing.count);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.reading.close(), this.writing.close()]);
  }

  /** Reads without a transaction: each statement sees what is committed. */
  read<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.reading.use((session) => work(new Connection(session, this.dialect, this.dataSource.logger)));
  }

  /** Reads and writes in one transaction. */
  run<T>(work: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    return this.writers.run(() => this.untilDone(work));
  }

  /**
   * The same, tried once: for work that can as well be done later. It keeps no other write waiting while it fails.
   * Rejects with a ConflictError too.
   */
  once<T>(work: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    return this.writing.use((session) => this.attempt(session, work));
  }

  /** Whether work waits for a connection, so that what can be done later had better be. */
  get isCrowded(): boolean {
    return this.reading.isCrowded || this.writing.isCrowded || this.writers.isCrowded;
  }

  private async untilDone<T>(work: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    const deadline = Date.now() + DEADLINE_MS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.writing.use((session) => this.attempt(session, work));
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        if (attempt === MAX_ATTEMPTS || Date.now() > deadline) throw new DatabaseUnavailableError(error);
        await delay(Math.random() * Math.min(MAX_BACKOFF_MS, 20 * 2 ** attempt));
      }
    }
  }

  private async attempt<T>(session: Session, work: (transaction: Transaction) => T | Promise<T>): Promise<T> {
    const transaction = new Transaction(session, this.dialect, this.dataSource.logger);
    let result: T;
    await this.control(session.begin());
    try {
      result = await work(transaction);
      await transaction.answered();
      await this.commit(session);
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) {
        this.hasFailed = true;
        session.discard();
      } else await session.rollback().catch(() => session.discard());
      throw error;
    }
    transaction.committed();
    return result;
  }

  private async commit(session: Session): Promise<void> {
    await this.control(session.commit()).catch((error: unknown) => {
      throw error instanceof DatabaseUnavailableError ? new UnknownOutcomeError(error.cause) : error;
    });
  }

  private async control(step: Promise<void>): Promise<void> {
    await step.catch((error: unknown) => Promise.reject(translated(error, this.dialect)));
  }
}
