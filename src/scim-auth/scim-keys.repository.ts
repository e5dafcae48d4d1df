import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../platform/database/connection.js';
import type { ProfileName } from '../scim/protocol/profile.js';
import { type OrganizationSettings, settingsOf } from '../organizations/organization-settings.js';
import type { ScimKeyRow } from './scim-key.entity.js';

/** A key as it is known after its making: without its secret. Times in milliseconds since 1970. */
export interface ScimKey {
  readonly organizationId: string;
  readonly id: string;
  readonly label: string;
  readonly profile: ProfileName;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** From then on it is refused, so that a successor can take over meanwhile. */
  readonly retiresAt: number | null;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
  /** Address that it was last used from. */
  readonly lastUsedFrom: string | null;
  /** User-Agent that last used it. */
  readonly lastUsedBy: string | null;
}

/** What authentication needs, in one look-up. */
export interface KeyCredential extends ScimKey {
  readonly secretHash: string;
  readonly scimEnabled: boolean;
  readonly schemasVersion: number;
  readonly organizationName: string;
  readonly settings: Readonly<OrganizationSettings>;
}

/** All SQL on keys. */
@Injectable()
export class ScimKeysRepository {
  async insert(transaction: Transaction, key: ScimKey, secretHash: string): Promise<void> {
    const { organizationId, id, label, profile, createdAt, expiresAt } = key;
    await transaction.execute(sql`
      INSERT INTO scim_keys (organizationId, id, label, profile, secretHash, createdAt, expiresAt)
      VALUES (${organizationId}, ${id}, ${label}, ${profile}, ${secretHash}, ${createdAt}, ${expiresAt})`);
  }

  /** By the id in the key itself, which is unique over all organizations. */
  async credential(connection: Connection, id: string): Promise<KeyCredential | undefined> {
    const row = await connection.row<
      ScimKeyRow & { scimEnabled: number; schemasVersion: number; settings: string | null; organizationName: string }
    >(sql`
      SELECT k.*, o.scimEnabled, o.schemasVersion, o.settings, o.name AS organizationName FROM scim_keys k JOIN organizations o ON o.id = k.organizationId WHERE k.id = ${id}`);
    return (
      row && {
        ...toKey(row),
        secretHash: String(row.secretHash),
        scimEnabled: Number(row.scimEnabled) === 1,
        schemasVersion: Number(row.schemasVersion),
        organizationName: row.organizationName,
        settings: settingsOf(row.settings),
      }
    );
  }

  async list(connection: Connection, organizationId: string): Promise<ScimKey[]> {
    const rows = await connection.rows<ScimKeyRow>(sql`
      SELECT * FROM scim_keys WHERE organizationId = ${organizationId} ORDER BY createdAt, id`);
    return rows.map(toKey);
  }

  /** How many are not at their end. */
  async countWorking(connection: Connection, organizationId: string, now: number): Promise<number> {
    const row = await connection.row<{ working: number }>(sql`
      SELECT COUNT(*) AS working FROM scim_keys WHERE organizationId = ${organizationId}
      AND revokedAt IS NULL AND expiresAt > ${now} AND (retiresAt IS NULL OR retiresAt > ${now})`);
    return Number(row!.working);
  }

  async lock(transaction: Transaction, organizationId: string, id: string): Promise<ScimKey | undefined> {
    const row = await transaction.row<ScimKeyRow>(sql`
      SELECT * FROM scim_keys WHERE organizationId = ${organizationId} AND id = ${id} ${transaction.dialect.forUpdate}`);
    return row && toKey(row);
  }

  async setRetiresAt(transaction: Transaction, { organizationId, id }: ScimKey, retiresAt: number): Promise<void> {
    await transaction.execute(sql`
      UPDATE scim_keys SET retiresAt = ${retiresAt} WHERE organizationId = ${organizationId} AND id = ${id}`);
  }

  async setRevokedAt(transaction: Transaction, { organizationId, id }: ScimKey, revokedAt: number): Promise<void> {
    await transaction.execute(sql`
      UPDATE scim_keys SET revokedAt = ${revokedAt} WHERE organizationId = ${organizationId} AND id = ${id}`);
  }

  async setLastUsed(
    transaction: Transaction,
    { organizationId, id }: ScimKey,
    at: number,
    from: string,
    by: string,
  ): Promise<void> {
    await transaction.execute(sql`
      UPDATE scim_keys SET lastUsedAt = ${at}, lastUsedFrom = ${from}, lastUsedBy = ${by}
      WHERE organizationId = ${organizationId} AND id = ${id}`);
  }
}

function toKey(row: ScimKeyRow): ScimKey {
  const number = (value: number | null) => (value === null ? null : Number(value));
  return {
    organizationId: row.organizationId,
    id: String(row.id),
    label: row.label,
    profile: String(row.profile) as ProfileName,
    createdAt: Number(row.createdAt),
    expiresAt: Number(row.expiresAt),
    retiresAt: number(row.retiresAt),
    revokedAt: number(row.revokedAt),
    lastUsedAt: number(row.lastUsedAt),
    lastUsedFrom: row.lastUsedFrom,
    lastUsedBy: row.lastUsedBy,
  };
}
