import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { Repository } from 'typeorm';
import { clock } from '../../platform/database/clock.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { sha256 } from '../../platform/ids/sha256.js';
import { MemberKey } from './member-key.entity.js';
import { OrganizationKey } from './organization-key.entity.js';

/** The public half of an organization's key. */
export type PublicKey = Pick<OrganizationKey, 'version' | 'recipient'>;

/** Keys of organizations and people. */
@Injectable()
export class KeysRepository {
  constructor(
    @InjectRepository(OrganizationKey) private readonly organizationKeys: Repository<OrganizationKey>,
    @InjectRepository(MemberKey) private readonly memberKeys: Repository<MemberKey>,
  ) {}

  /** The newest version. */
  organizationKey(connection: Connection, organizationId: string): Promise<OrganizationKey | null> {
    const order = { organizationId: 'DESC', version: 'DESC' } as const;
    return connection.of(this.organizationKeys).findOne({ where: { organizationId }, order });
  }

  async insertOrganizationKey(transaction: Transaction, organizationId: string, key: PublicKey): Promise<void> {
    const { version, recipient } = key;
    await transaction.of(this.organizationKeys).insert({ organizationId, version, recipient, createdAt: clock.now() });
  }

  memberKey(connection: Connection, organizationId: string, userId: string): Promise<MemberKey | null> {
    return connection.of(this.memberKeys).findOneBy({ organizationId, userId });
  }

  /** Whose key has the recipient. */
  async ownerOf(connection: Connection, organizationId: string, recipient: string): Promise<string | undefined> {
    return (await connection.of(this.memberKeys).findOneBy({ organizationId, recipient }))?.userId;
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
    const key = { recipient, recipientHash: sha256(recipient), protectedIdentity };
    await transaction.of(this.memberKeys).insert({ organizationId, userId, ...key, changedAt: clock.now() });
  }

  async removeMemberKey(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await transaction.of(this.memberKeys).delete({ organizationId, userId });
  }

  /** Keeps the same key under another passphrase. */
  async setProtectedIdentity(
    transaction: Transaction,
    organizationId: string,
    userId: string,
    protectedIdentity: string,
  ): Promise<void> {
    const changed = { protectedIdentity, changedAt: clock.now() };
    await transaction.of(this.memberKeys).update({ organizationId, userId }, changed);
  }

  /** @returns false when the person's recipient is not, or no longer, the one that it was wrapped for */
  async setWrappedKey(
    transaction: Transaction,
    organizationId: string,
    userId: string,
    recipientHash: string,
    wrappedKey: string,
    keyVersion: number,
  ): Promise<boolean> {
    const wrapped = { wrappedKey, keyVersion, changedAt: clock.now() };
    const keys = transaction.of(this.memberKeys);
    const { affected } = await keys.update({ organizationId, userId, recipientHash }, wrapped);
    return affected === 1;
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
