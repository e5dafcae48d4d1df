import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { Walk } from './walk.entity.js';

export type WalkRef = Pick<Walk, 'organizationId' | 'keyId' | 'queryHash'>;

/** Queries of one key that are remembered at once; of more, those are forgotten that rest the longest. */
export const WALKS_OF_A_KEY = 256;

/** Walks by index, of all processes. Times are milliseconds since 1970. */
@Injectable()
export class WalksRepository {
  constructor(@InjectRepository(Walk) private readonly walks: Repository<Walk>) {}

  find(connection: Connection, { organizationId, keyId, queryHash }: WalkRef): Promise<Walk | null> {
    return connection.of(this.walks).findOneBy({ organizationId, keyId, queryHash });
  }

  /** It stays locked until the transaction ends. */
  lock(transaction: Transaction, { organizationId, keyId, queryHash }: WalkRef): Promise<Walk | null> {
    return transaction.of(this.walks).findOne({ where: { organizationId, keyId, queryHash }, ...transaction.locked });
  }

  async update(transaction: Transaction, { organizationId, keyId, queryHash, ...walk }: Walk): Promise<void> {
    await transaction.of(this.walks).update({ organizationId, keyId, queryHash }, walk);
  }

  async insert(transaction: Transaction, walk: Walk): Promise<void> {
    await this.forgetOldest(transaction, walk);
    await transaction.of(this.walks).insert(walk);
  }

  /** Removes some that have expired. @returns how many */
  forget(transaction: Transaction, now: number, limit: number): Promise<number> {
    return transaction.execute(sql`DELETE FROM walks WHERE expiresAt <= ${now} ORDER BY expiresAt LIMIT ${limit}`);
  }

  /** Leaves room for one more. */
  private async forgetOldest(transaction: Transaction, { organizationId, keyId }: WalkRef): Promise<void> {
    const oldest = await transaction.row<{ expiresAt: number }>(sql`
      SELECT expiresAt FROM walks WHERE organizationId = ${organizationId} AND keyId = ${keyId}
      ORDER BY expiresAt DESC LIMIT 1 OFFSET ${WALKS_OF_A_KEY - 1}`);
    if (!oldest) return;
    await transaction.execute(sql`
      DELETE FROM walks WHERE organizationId = ${organizationId} AND keyId = ${keyId} AND expiresAt <= ${oldest.expiresAt}`);
  }
}
