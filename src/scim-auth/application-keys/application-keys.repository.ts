import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { ApplicationKeyRow } from './application-key.entity.js';

/** A key as it is known after its making: without its secret. Times in milliseconds since 1970. */
export type ApplicationKey = Readonly<Omit<ApplicationKeyRow, 'secretHash' | 'expiryToldDays'>>;
export type ApplicationCredential = Readonly<Omit<ApplicationKeyRow, 'expiryToldDays'>>;

/** The keys of applications. */
@Injectable()
export class ApplicationKeysRepository {
  async insert(transaction: Transaction, key: ApplicationCredential): Promise<void> {
    const { organizationId, id, label, secretHash, createdAt, expiresAt } = key;
    await transaction.execute(sql`
      INSERT INTO application_keys (organizationId, id, label, secretHash, createdAt, expiresAt)
      VALUES (${organizationId}, ${id}, ${label}, ${secretHash}, ${createdAt}, ${expiresAt})`);
  }

  /** By the id in the key itself, which is unique over all organizations. */
  async credential(connection: Connection, id: string): Promise<ApplicationCredential | undefined> {
    const row = await connection.row<ApplicationKeyRow>(sql`SELECT * FROM application_keys WHERE id = ${id}`);
    return row && { ...toKey(row), secretHash: String(row.secretHash) };
  }

  async list(connection: Connection, organizationId: string): Promise<ApplicationKey[]> {
    const rows = await connection.rows<ApplicationKeyRow>(sql`
      SELECT * FROM application_keys WHERE organizationId = ${organizationId} ORDER BY createdAt, id`);
    return rows.map(toKey);
  }

  /** How many are not at their end. */
  async countWorking(connection: Connection, organizationId: string, now: number): Promise<number> {
    const row = await connection.row<{ working: number }>(sql`
      SELECT COUNT(*) AS working FROM application_keys
      WHERE organizationId = ${organizationId} AND revokedAt IS NULL AND expiresAt > ${now}`);
    return Number(row!.working);
  }

  async lock(transaction: Transaction, organizationId: string, id: string): Promise<ApplicationKey | undefined> {
    const row = await transaction.row<ApplicationKeyRow>(sql`
      SELECT * FROM application_keys
      WHERE organizationId = ${organizationId} AND id = ${id} ${transaction.dialect.forUpdate}`);
    return row && toKey(row);
  }

  async setRevokedAt(transaction: Transaction, { organizationId, id }: ApplicationKey, at: number): Promise<void> {
    await transaction.execute(sql`
      UPDATE application_keys SET revokedAt = ${at} WHERE organizationId = ${organizationId} AND id = ${id}`);
  }

  async setLastUsedAt(transaction: Transaction, { organizationId, id }: ApplicationKey, at: number): Promise<void> {
    await transaction.execute(sql`
      UPDATE application_keys SET lastUsedAt = ${at} WHERE organizationId = ${organizationId} AND id = ${id}`);
  }
}

function toKey(row: ApplicationKeyRow): ApplicationKey {
  const number = (value: number | null) => (value === null ? null : Number(value));
  return {
    organizationId: row.organizationId,
    id: String(row.id),
    label: row.label,
    createdAt: Number(row.createdAt),
    expiresAt: Number(row.expiresAt),
    revokedAt: number(row.revokedAt),
    lastUsedAt: number(row.lastUsedAt),
  };
}
