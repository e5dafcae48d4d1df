import { Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { AdminKnownClientRow } from './admin-known-client.entity.js';

/** All SQL on where admins have signed in from. Times are milliseconds since 1970. */
@Injectable()
export class KnownClientsRepository {
  /** Which of the names an admin has signed in from since then. */
  async known(connection: Connection, adminId: string, names: readonly string[], since: number): Promise<string[]> {
    const rows = await connection.rows<AdminKnownClientRow>(sql`
      SELECT name FROM admin_known_clients
      WHERE adminId = ${adminId} AND name IN (${join(names)}) AND lastUsedAt > ${since}`);
    return rows.map(({ name }) => String(name));
  }

  /** @returns whether it was there */
  async noteUse(transaction: Transaction, adminId: string, name: string, time: number): Promise<boolean> {
    const changed = await transaction.execute(sql`
      UPDATE admin_known_clients SET lastUsedAt = ${time} WHERE adminId = ${adminId} AND name = ${name}`);
    return changed > 0;
  }

  /** @throws UniqueViolationError where it is there */
  async insert(transaction: Transaction, adminId: string, name: string, time: number): Promise<void> {
    await transaction.execute(sql`
      INSERT INTO admin_known_clients (adminId, name, lastUsedAt) VALUES (${adminId}, ${name}, ${time})`);
  }

  /** Forgets those that were used least lately. @param most that stay */
  async trim(transaction: Transaction, adminId: string, most: number): Promise<void> {
    const row = await transaction.row<{ number: number }>(
      sql`SELECT COUNT(*) AS number FROM admin_known_clients WHERE adminId = ${adminId}`,
    );
    const surplus = Number(row!.number) - most;
    if (surplus <= 0) return;
    await transaction.execute(sql`
      DELETE FROM admin_known_clients WHERE adminId = ${adminId} ORDER BY lastUsedAt LIMIT ${surplus}`);
  }
}
