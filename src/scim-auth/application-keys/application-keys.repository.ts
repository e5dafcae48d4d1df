import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, MoreThan, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { ApplicationKey } from './application-key.entity.js';

/** The keys of applications. Times are milliseconds since 1970. */
@Injectable()
export class ApplicationKeysRepository {
  constructor(@InjectRepository(ApplicationKey) private readonly keys: Repository<ApplicationKey>) {}

  async insert(transaction: Transaction, key: ApplicationKey): Promise<void> {
    await transaction.of(this.keys).insert(key);
  }

  /** By the id in the key itself, which is unique over all organizations. */
  find(connection: Connection, id: string): Promise<ApplicationKey | null> {
    return connection.of(this.keys).findOneBy({ id });
  }

  list(connection: Connection, organizationId: string): Promise<ApplicationKey[]> {
    return connection.of(this.keys).find({ where: { organizationId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** How many are not at their end. */
  countWorking(connection: Connection, organizationId: string, now: number): Promise<number> {
    return connection.of(this.keys).countBy({ organizationId, revokedAt: IsNull(), expiresAt: MoreThan(now) });
  }

  lock(transaction: Transaction, organizationId: string, id: string): Promise<ApplicationKey | null> {
    return transaction.of(this.keys).findOne({ where: { organizationId, id }, ...transaction.locked });
  }

  async setRevokedAt(
    transaction: Transaction,
    { organizationId, id }: ApplicationKey,
    revokedAt: number,
  ): Promise<void> {
    await transaction.of(this.keys).update({ organizationId, id }, { revokedAt });
  }

  async setLastUsedAt(
    transaction: Transaction,
    { organizationId, id }: ApplicationKey,
    lastUsedAt: number,
  ): Promise<void> {
    await transaction.of(this.keys).update({ organizationId, id }, { lastUsedAt });
  }
}
