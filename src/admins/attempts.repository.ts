import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../database/connection.js';
import { UniqueViolationError } from '../database/database-errors.js';
import type { AdminAttemptRow } from './admin-attempt.entity.js';

/** All SQL on what was tried how often. Times are milliseconds since 1970. */
@Injectable()
export class AttemptsRepository {
  /** Counts one. @param after when the first of them counts at the earliest @returns how many, and since when */
  async add(
    transaction: Transaction,
    name: string,
    after: number,
    now: number,
  ): Promise<Omit<AdminAttemptRow, 'name'>> {
    if (!(await this.increment(transaction, name, after, now))) await this.begin(transaction, name, after, now);
    const row = await transaction.row<AdminAttemptRow>(
      sql`SELECT attempts, since FROM admin_attempts WHERE name = ${name}`,
    );
    return { attempts: Number(row!.attempts), since: Number(row!.since) };
  }

  /** Counts one less. */
  async takeBack(transaction: Transaction, name: string): Promise<void> {
    await transaction.execute(
      sql`UPDATE admin_attempts SET attempts = attempts - 1 WHERE name = ${name} AND attempts > 0`,
    );
  }

  /** Removes some that began before a time. @returns how many */
  forget(transaction: Transaction, before: number, limit: number): Promise<number> {
    return transaction.execute(sql`DELETE FROM admin_attempts WHERE since < ${before} ORDER BY since LIMIT ${limit}`);
  }

  private async increment(transaction: Transaction, name: string, after: number, now: number): Promise<boolean> {
    const changed = await transaction.execute(sql`
      UPDATE admin_attempts SET attempts = CASE WHEN since > ${after} THEN attempts + 1 ELSE 1 END,
        since = CASE WHEN since > ${after} THEN since ELSE ${now} END
      WHERE name = ${name}`);
    return changed > 0;
  }

  private async begin(transaction: Transaction, name: string, after: number, now: number): Promise<void> {
    try {
      await transaction.execute(sql`INSERT INTO admin_attempts (name, attempts, since) VALUES (${name}, 1, ${now})`);
    } catch (error) {
      if (!(error instanceof UniqueViolationError)) throw error;
      await this.increment(transaction, name, after, now);
    }
  }
}
