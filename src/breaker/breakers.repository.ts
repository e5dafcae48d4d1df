import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Connection, Transaction } from '../platform/database/connection.js';
import { ConflictError, UniqueViolationError } from '../platform/database/database-errors.js';
import { Breaker } from './breaker.entity.js';

/** Breakers of organizations. */
@Injectable()
export class BreakersRepository {
  constructor(@InjectRepository(Breaker) private readonly breakers: Repository<Breaker>) {}

  find(connection: Connection, organizationId: string): Promise<Breaker | null> {
    return connection.of(this.breakers).findOneBy({ organizationId });
  }

  /** Finds it, with nobody else counting until the transaction ends. */
  lock(transaction: Transaction, organizationId: string): Promise<Breaker | null> {
    return transaction.of(this.breakers).findOne({ where: { organizationId }, ...transaction.locked });
  }

  /** The first of an organization. Throws a ConflictError when another one came first, to be counted in. */
  async insert(transaction: Transaction, breaker: Breaker): Promise<void> {
    try {
      await transaction.of(this.breakers).insert(breaker);
    } catch (error) {
      throw error instanceof UniqueViolationError ? new ConflictError(error) : error;
    }
  }

  async update(transaction: Transaction, { organizationId, ...changes }: Breaker): Promise<void> {
    await transaction.of(this.breakers).update({ organizationId }, changes);
  }
}
