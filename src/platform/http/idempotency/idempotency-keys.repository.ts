import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../../database/connection.js';
import type { IdempotencyKeyRow } from './idempotency-key.entity.js';

/** All SQL on keys of requests that are made once. Times are milliseconds since 1970. */
@Injectable()
export class IdempotencyKeysRepository {
  /** @throws UniqueViolationError where there is one of that name */
  async insert(transaction: Transaction, name: string, bodyHash: string, startedAt: number): Promise<void> {
    await transaction.execute(
      sql`INSERT INTO idempotency_keys (name, bodyHash, startedAt) VALUES (${name}, ${bodyHash}, ${startedAt})`,
    );
  }

  async find(connection: Connection, name: string): Promise<IdempotencyKeyRow | undefined> {
    const row = await connection.row<IdempotencyKeyRow>(
      sql`SELECT name, bodyHash, startedAt, answer FROM idempotency_keys WHERE name = ${name}`,
    );
    return row && { ...row, name, bodyHash: String(row.bodyHash), startedAt: Number(row.startedAt) };
  }

  async setAnswer(transaction: Transaction, name: string, startedAt: number, answer: string): Promise<void> {
    await transaction.execute(
      sql`UPDATE idempotency_keys SET answer = ${answer} WHERE name = ${name} AND startedAt = ${startedAt}`,
    );
  }

  async delete(transaction: Transaction, name: string, startedAt: number): Promise<void> {
    await transaction.execute(sql`DELETE FROM idempotency_keys WHERE name = ${name} AND startedAt = ${startedAt}`);
  }

  /** Removes some that began before a time. @returns how many */
  forget(transaction: Transaction, before: number, limit: number): Promise<number> {
    return transaction.execute(
      sql`DELETE FROM idempotency_keys WHERE startedAt < ${before} ORDER BY startedAt LIMIT ${limit}`,
    );
  }
}
