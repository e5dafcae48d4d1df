import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { In, MoreThan, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { AdminKnownClient } from './admin-known-client.entity.js';

/** Where admins have signed in from. Times are milliseconds since 1970. */
@Injectable()
export class KnownClientsRepository {
  constructor(@InjectRepository(AdminKnownClient) private readonly clients: Repository<AdminKnownClient>) {}

  /** Which of the names an admin has signed in from since then. */
  async known(connection: Connection, adminId: string, names: readonly string[], since: number): Promise<string[]> {
    const where = { adminId, name: In(names), lastUsedAt: MoreThan(since) };
    const known = await connection.of(this.clients).find({ select: { name: true }, where });
    return known.map(({ name }) => name);
  }

  /** @returns whether it was there */
  async noteUse(transaction: Transaction, adminId: string, name: string, time: number): Promise<boolean> {
    const { affected } = await transaction.of(this.clients).update({ adminId, name }, { lastUsedAt: time });
    return affected === 1;
  }

  /** @throws UniqueViolationError where it is there */
  async insert(transaction: Transaction, adminId: string, name: string, time: number): Promise<void> {
    await transaction.of(this.clients).insert({ adminId, name, lastUsedAt: time });
  }

  /** Forgets those that were used least lately. @param most that stay */
  async trim(transaction: Transaction, adminId: string, most: number): Promise<void> {
    const surplus = (await transaction.of(this.clients).countBy({ adminId })) - most;
    if (surplus <= 0) return;
    await transaction.execute(sql`
      DELETE FROM admin_known_clients WHERE adminId = ${adminId} ORDER BY lastUsedAt LIMIT ${surplus}`);
  }
}
