import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { Repository } from 'typeorm';
import type { Connection, Transaction } from '../../database/connection.js';
import { IdempotencyKey } from './idempotency-key.entity.js';

/** Keys of requests that are made once. Times are milliseconds since 1970. */
@Injectable()
export class IdempotencyKeysRepository {
  constructor(@InjectRepository(IdempotencyKey) private readonly keys: Repository<IdempotencyKey>) {}

  /** @throws UniqueViolationError where there is one of that name */
  async insert(transaction: Transaction, name: string, bodyHash: string, startedAt: number): Promise<void> {
    await transaction.of(this.keys).insert({ name, bodyHash, startedAt });
  }

  find(connection: Connection, name: string): Promise<IdempotencyKey | null> {
    return connection.of(this.keys).findOneBy({ name });
  }

  async setAnswer(transaction: Transaction, name: string, startedAt: number, answer: string): Promise<void> {
    await transaction.of(this.keys).update({ name, startedAt }, { answer });
  }

  async delete(transaction: Transaction, name: string, startedAt: number): Promise<void> {
    await transaction.of(this.keys).delete({ name, startedAt });
  }

  /** Removes some that began before a time. @returns how many */
  forget(transaction: Transaction, before: number, limit: number): Promise<number> {
    return transaction.execute(
      sql`DELETE FROM idempotency_keys WHERE startedAt < ${before} ORDER BY startedAt LIMIT ${limit}`,
    );
  }
}
