import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { AdminChallengeRow } from './admin-challenge.entity.js';
import type { AdminPasskeyRow } from './admin-passkey.entity.js';

/** All SQL on passkeys and what they sign. Times are milliseconds since 1970. */
@Injectable()
export class PasskeysRepository {
  /** @throws UniqueViolationError where the server knows the passkey already */
  async insert(transaction: Transaction, passkey: AdminPasskeyRow): Promise<void> {
    const { id, adminId, label, credentialId, publicKey, counter, createdAt } = passkey;
    await transaction.execute(sql`
      INSERT INTO admin_passkeys (id, adminId, label, credentialId, publicKey, counter, createdAt)
      VALUES (${id}, ${adminId}, ${label}, ${credentialId}, ${publicKey}, ${counter}, ${createdAt})`);
  }

  async findByCredential(connection: Connection, credentialId: string): Promise<AdminPasskeyRow | undefined> {
    const row = await connection.row<AdminPasskeyRow>(
      sql`SELECT * FROM admin_passkeys WHERE credentialId = ${credentialId}`,
    );
    return row && toPasskey(row);
  }

  /** Of an admin, the newest first. */
  async list(connection: Connection, adminId: string): Promise<AdminPasskeyRow[]> {
    const rows = await connection.rows<AdminPasskeyRow>(
      sql`SELECT * FROM admin_passkeys WHERE adminId = ${adminId} ORDER BY createdAt DESC LIMIT 100`,
    );
    return rows.map(toPasskey);
  }

  /** @returns whether nobody has used the passkey since its counter was read */
  async noteUse(transaction: Transaction, id: string, before: number, counter: number, time: number): Promise<boolean> {
    const changed = await transaction.execute(sql`
      UPDATE admin_passkeys SET counter = ${counter}, lastUsedAt = ${time} WHERE id = ${id} AND counter = ${before}`);
    return changed === 1;
  }

  /** @returns whether the admin had that passkey */
  async delete(transaction: Transaction, adminId: string, id: string): Promise<boolean> {
    return (await transaction.execute(sql`DELETE FROM admin_passkeys WHERE adminId = ${adminId} AND id = ${id}`)) === 1;
  }

  /** All of an admin. */
  async deleteAll(transaction: Transaction, adminId: string): Promise<void> {
    await transaction.execute(sql`DELETE FROM admin_passkeys WHERE adminId = ${adminId}`);
  }

  async insertChallenge(transaction: Transaction, { hash, adminId, expiresAt }: AdminChallengeRow): Promise<void> {
    await transaction.execute(
      sql`INSERT INTO admin_challenges (hash, adminId, expiresAt) VALUES (${hash}, ${adminId}, ${expiresAt})`,
    );
  }

  async countChallenges(transaction: Transaction): Promise<number> {
    const row = await transaction.row<{ number: number }>(sql`SELECT COUNT(*) AS number FROM admin_challenges`);
    return Number(row!.number);
  }

  /** Takes a challenge away. @param adminId null for a sign-in @returns whether it was there and still counted */
  async useChallenge(transaction: Transaction, hash: string, adminId: string | null, now: number): Promise<boolean> {
    const whose = adminId === null ? sql`adminId IS NULL` : sql`adminId = ${adminId}`;
    const used = await transaction.execute(
      sql`DELETE FROM admin_challenges WHERE hash = ${hash} AND ${whose} AND expiresAt > ${now}`,
    );
    return used === 1;
  }

  /** Forgets challenges that nobody answered in time. */
  async deleteChallenges(transaction: Transaction, expiredAt: number): Promise<void> {
    await transaction.execute(sql`DELETE FROM admin_challenges WHERE expiresAt <= ${expiredAt}`);
  }
}

function toPasskey(row: AdminPasskeyRow): AdminPasskeyRow {
  return {
    ...row,
    credentialId: String(row.credentialId),
    publicKey: String(row.publicKey),
    counter: Number(row.counter),
    createdAt: Number(row.createdAt),
    lastUsedAt: row.lastUsedAt === null ? null : Number(row.lastUsedAt),
  };
}
