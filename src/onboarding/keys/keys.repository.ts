import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { clock } from '../../platform/database/clock.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { MemberKeyRow } from './member-key.entity.js';
import type { OrganizationKeyRow } from './organization-key.entity.js';
import { sha256 } from '../../platform/ids/sha256.js';

/** The newest version of an organization's key: its public half. */
export interface OrganizationKey {
  readonly version: number;
  readonly recipient: string;
}

/** What the server has of a person's key: nothing that it could open. */
export interface MemberKey {
  readonly userId: string;
  readonly recipient: string;
  /** SHA-256 of the recipient in lower-case hexadecimal. */
  readonly recipientHash: string;
  /** The identity under the person's passphrase. */
  readonly protectedIdentity: string;
  /** The organization's key for this person's recipient; null until confirmed. */
  readonly wrappedKey: string | null;
  readonly keyVersion: number | null;
}

/** All SQL on keys of organizations and people. */
@Injectable()
export class KeysRepository {
  async organizationKey(connection: Connection, organizationId: string): Promise<OrganizationKey | undefined> {
    const row = await connection.row<OrganizationKeyRow>(sql`
      SELECT version, recipient FROM organization_keys WHERE organizationId = ${organizationId}
      ORDER BY organizationId DESC, version DESC LIMIT 1`);
    return row && { version: Number(row.version), recipient: String(row.recipient) };
  }

  async insertOrganizationKey(
    transaction: Transaction,
    organizationId: string,
    { version, recipient }: OrganizationKey,
  ): Promise<void> {
    await transaction.execute(sql`
      INSERT INTO organization_keys (organizationId, version, recipient, createdAt)
      VALUES (${organizationId}, ${version}, ${recipient}, ${clock.now()})`);
  }

  async memberKey(connection: Connection, organizationId: string, userId: string): Promise<MemberKey | undefined> {
    const row = await connection.row<MemberKeyRow>(sql`
      SELECT * FROM member_keys WHERE organizationId = ${organizationId} AND userId = ${userId}`);
    return row && toMemberKey(row);
  }

  /** Whose key has the recipient. */
  async ownerOf(connection: Connection, organizationId: string, recipient: string): Promise<string | undefined> {
    const row = await connection.row<{ userId: string }>(sql`
      SELECT userId FROM member_keys WHERE organizationId = ${organizationId} AND recipient = ${recipient}`);
    return row?.userId;
  }

  /** Keeps a person's own key, and forgets what was wrapped for the one before. */
  async setMemberKey(
    transaction: Transaction,
    organizationId: string,
    userId: string,
    recipient: string,
    protectedIdentity: string,
  ): Promise<void> {
    await this.removeMemberKey(transaction, organizationId, userId);
    await transaction.execute(sql`
      INSERT INTO member_keys (organizationId, userId, recipient, recipientHash, protectedIdentity, changedAt)
      VALUES (${organizationId}, ${userId}, ${recipient}, ${hashOfRecipient(recipient)}, ${protectedIdentity}, ${clock.now()})`);
  }

  async removeMemberKey(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await transaction.execute(sql`
      DELETE FROM member_keys WHERE organizationId = ${organizationId} AND userId = ${userId}`);
  }

  /** The same key under another passphrase. */
  async setProtectedIdentity(
    transaction: Transaction,
    organizationId: string,
    userId: string,
    protectedIdentity: string,
  ): Promise<void> {
    await transaction.execute(sql`
      UPDATE member_keys SET protectedIdentity = ${protectedIdentity}, changedAt = ${clock.now()}
      WHERE organizationId = ${organizationId} AND userId = ${userId}`);
  }

  /** @returns false when the person's recipient is not, or no more, the one that it was wrapped for */
  async setWrappedKey(
    transaction: Transaction,
    organizationId: string,
    userId: string,
    recipientHash: string,
    wrappedKey: string,
    keyVersion: number,
  ): Promise<boolean> {
    const changed = await transaction.execute(sql`
      UPDATE member_keys SET wrappedKey = ${wrappedKey}, keyVersion = ${keyVersion}, changedAt = ${clock.now()}
      WHERE organizationId = ${organizationId} AND userId = ${userId} AND recipientHash = ${recipientHash}`);
    return changed === 1;
  }

  /** People who are revoked have no part in a new key: they are confirmed again when they come back. */
  async forgetRevoked(transaction: Transaction, organizationId: string): Promise<void> {
    await transaction.execute(sql`
      UPDATE member_keys SET wrappedKey = NULL, keyVersion = NULL
      WHERE organizationId = ${organizationId} AND keyVersion IS NOT NULL
      AND userId IN (SELECT id FROM users WHERE organizationId = ${organizationId} AND status = 'revoked')`);
    await transaction.execute(sql`
      UPDATE users SET statusBeforeRevocation = 'accepted' WHERE organizationId = ${organizationId}
      AND status = 'revoked' AND statusBeforeRevocation = 'confirmed'`);
  }
}

export function hashOfRecipient(recipient: string): string {
  return sha256(recipient);
}

function toMemberKey(row: MemberKeyRow): MemberKey {
  return {
    userId: row.userId,
    recipient: String(row.recipient),
    recipientHash: String(row.recipientHash),
    protectedIdentity: row.protectedIdentity,
    wrappedKey: row.wrappedKey,
    keyVersion: row.keyVersion === null ? null : Number(row.keyVersion),
  };
}
