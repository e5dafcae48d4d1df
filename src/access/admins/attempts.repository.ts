import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { MoreThan, Repository } from 'typeorm';
import type { Transaction } from '../../platform/database/connection.js';
import { UniqueViolationError } from '../../platform/database/database-errors.js';
import { AT_ONCE } from '../../platform/database/retention.js';
import { AdminAttempt } from './admin-attempt.entity.js';

/** More names than that have a count together with others, so that nobody can fill the database by failing. */
const MAX_ROWS = 10_000;
const SHARED_DIGITS = 2;

/** What was tried how often. Times are milliseconds since 1970. */
@Injectable()
export class AttemptsRepository {
  constructor(@InjectRepository(AdminAttempt) private readonly attempts: Repository<AdminAttempt>) {}

  /** Counts one. @param after when the first of them counts at the earliest @returns how many, and since when */
  async add(transaction: Transaction, name: string, after: number, now: number): Promise<AdminAttempt> {
    let counted = name;
    if (!(await this.increment(transaction, name, after, now))) {
      if (await this.isFull(transaction, after)) counted = sharedNameOf(name);
      await this.begin(transaction, counted, after, now);
    }
    return transaction.of(this.attempts).findOneByOrFail({ name: counted });
  }

  /** Counts one less. */
  async takeBack(transaction: Transaction, name: string): Promise<void> {
    if (!(await this.decrement(transaction, name))) await this.decrement(transaction, sharedNameOf(name));
  }

  /** Removes some that began before a time. @returns how many */
  forget(transaction: Transaction, before: number, limit: number): Promise<number> {
    return transaction.execute(sql`DELETE FROM admin_attempts WHERE since < ${before} ORDER BY since LIMIT ${limit}`);
  }

  private async isFull(transaction: Transaction, after: number): Promise<boolean> {
    const rows = await transaction.of(this.attempts).count();
    return rows >= MAX_ROWS && (await this.forget(transaction, after, AT_ONCE)) === 0;
  }

  private async increment(transaction: Transaction, name: string, after: number, now: number): Promise<boolean> {
    const changed = await transaction.execute(sql`
      UPDATE admin_attempts SET attempts = CASE WHEN since > ${after} THEN attempts + 1 ELSE 1 END,
        since = CASE WHEN since > ${after} THEN since ELSE ${now} END
      WHERE name = ${name}`);
    return changed > 0;
  }

  private async decrement(transaction: Transaction, name: string): Promise<boolean> {
    const counted = { name, attempts: MoreThan(0) };
    const { affected } = await transaction.of(this.attempts).decrement(counted, 'attempts', 1);
    return affected === 1;
  }

  private async begin(transaction: Transaction, name: string, after: number, now: number): Promise<void> {
    if (name.length === SHARED_DIGITS && (await this.increment(transaction, name, after, now))) return;
    try {
      await transaction.of(this.attempts).insert({ name, attempts: 1, since: now });
    } catch (error) {
      if (!(error instanceof UniqueViolationError)) throw error;
      await this.increment(transaction, name, after, now);
    }
  }
}

function sharedNameOf(name: string): string {
  return name.slice(0, SHARED_DIGITS);
}
