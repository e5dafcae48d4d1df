import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../platform/database/connection.js';
import { ConflictError, UniqueViolationError } from '../platform/database/database-errors.js';
import type { BreakerRow } from './breaker.entity.js';
import type { Span } from './removal-window.js';

/** What is kept of a breaker. Times in milliseconds since 1970. */
export interface Breaker {
  /** Oldest first. */
  readonly passed: readonly Span[];
  readonly people: number;
  readonly peopleAt: number;
  readonly trippedAt: number | null;
  readonly overAt: number | null;
}

/** All SQL on breakers. */
@Injectable()
export class BreakersRepository {
  async find(connection: Connection, organizationId: string): Promise<Breaker | undefined> {
    const row = await connection.row<BreakerRow>(sql`SELECT * FROM breakers WHERE organizationId = ${organizationId}`);
    return row && toBreaker(row);
  }

  /** The same, with nobody else counting until the transaction ends. */
  async lock(transaction: Transaction, organizationId: string): Promise<Breaker | undefined> {
    const row = await transaction.row<BreakerRow>(sql`
      SELECT * FROM breakers WHERE organizationId = ${organizationId} ${transaction.dialect.forUpdate}`);
    return row && toBreaker(row);
  }

  /** The first of an organization. Throws a ConflictError when another one came first, to be counted in. */
  async insert(transaction: Transaction, organizationId: string, breaker: Breaker): Promise<void> {
    const { passed, people, peopleAt, trippedAt, overAt } = breaker;
    try {
      await transaction.execute(sql`
        INSERT INTO breakers (organizationId, passed, people, peopleAt, trippedAt, overAt)
        VALUES (${organizationId}, ${JSON.stringify(passed)}, ${people}, ${peopleAt}, ${trippedAt}, ${overAt})`);
    } catch (error) {
      throw error instanceof UniqueViolationError ? new ConflictError(error) : error;
    }
  }

  async update(transaction: Transaction, organizationId: string, breaker: Breaker): Promise<void> {
    const { passed, people, peopleAt, trippedAt, overAt } = breaker;
    await transaction.execute(sql`
      UPDATE breakers SET passed = ${JSON.stringify(passed)}, people = ${people}, peopleAt = ${peopleAt},
        trippedAt = ${trippedAt}, overAt = ${overAt}
      WHERE organizationId = ${organizationId}`);
  }
}

function toBreaker({ passed, people, peopleAt, trippedAt, overAt }: BreakerRow): Breaker {
  return {
    passed: JSON.parse(passed) as Span[],
    people: Number(people),
    peopleAt: Number(peopleAt),
    trippedAt: trippedAt === null ? null : Number(trippedAt),
    overAt: overAt === null ? null : Number(overAt),
  };
}
