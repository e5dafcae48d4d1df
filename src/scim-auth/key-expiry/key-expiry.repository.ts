import { Injectable } from '@nestjs/common';
import sql, { raw } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';

/** Kinds of keys that expire, with their tables. */
const TABLES = { scim: raw('scim_keys'), application: raw('application_keys') } as const;

export type ExpiringKind = keyof typeof TABLES;
export const EXPIRING_KINDS = Object.keys(TABLES) as ExpiringKind[];

export interface ExpiringKey {
  readonly organizationId: string;
  readonly id: string;
  readonly label: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** All SQL on keys that will expire. */
@Injectable()
export class KeyExpiryRepository {
  /** Keys that work until they expire within so many days, of which nobody was told so for these days yet. */
  async due(
    connection: Connection,
    kind: ExpiringKind,
    { days, now, until }: { readonly days: number; readonly now: number; readonly until: number },
  ): Promise<ExpiringKey[]> {
    const retired = kind === 'scim' ? sql`AND retiresAt IS NULL` : sql``;
    const rows = await connection.rows<ExpiringKey>(sql`
      SELECT organizationId, id, label, createdAt, expiresAt FROM ${TABLES[kind]}
      WHERE expiresAt > ${now} AND expiresAt <= ${until} AND revokedAt IS NULL ${retired}
      AND (expiryToldDays IS NULL OR expiryToldDays > ${days})`);
    return rows.map(({ organizationId, id, label, createdAt, expiresAt }) => ({
      organizationId,
      id: String(id),
      label,
      createdAt: Number(createdAt),
      expiresAt: Number(expiresAt),
    }));
  }

  /** @returns whether nobody else has done so */
  async claim(
    transaction: Transaction,
    kind: ExpiringKind,
    { organizationId, id }: ExpiringKey,
    days: number,
  ): Promise<boolean> {
    const claimed = await transaction.execute(sql`
      UPDATE ${TABLES[kind]} SET expiryToldDays = ${days} WHERE organizationId = ${organizationId} AND id = ${id}
      AND revokedAt IS NULL AND (expiryToldDays IS NULL OR expiryToldDays > ${days})`);
    return claimed === 1;
  }
}
