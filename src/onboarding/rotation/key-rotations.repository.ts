import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { join } from 'sql-template-tag';
import { In, LessThanOrEqual, MoreThan, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { KeyRotation, KeyRotationKey } from './key-rotation.entity.js';

export type KeyRotationRef = Pick<KeyRotation, 'organizationId' | 'id'>;

/** The new key for one member, whose id it has. */
export type WrappedKey = Pick<KeyRotationKey, 'recipientHash' | 'wrappedKey'> & { readonly id: string };

/** A confirmed member, as a rotation finds one. */
export interface Recipient {
  readonly id: string;
  readonly recipient: string;
  /** Whether the rotation has the new key for this recipient. */
  readonly isCovered: boolean;
}

interface RecipientRecord {
  id: string;
  recipient: unknown;
  recipientHash: unknown;
  coveredHash: unknown;
}

/** Rotations that are under way. Statements on many members at once are SQL. */
@Injectable()
export class KeyRotationsRepository {
  constructor(
    @InjectRepository(KeyRotation) private readonly rotations: Repository<KeyRotation>,
    @InjectRepository(KeyRotationKey) private readonly keys: Repository<KeyRotationKey>,
  ) {}

  /** The one of an admin that has not expired. It stays locked until the transaction ends. */
  findLive(
    transaction: Transaction,
    { organizationId, id }: KeyRotationRef,
    userId: string,
    now: number,
  ): Promise<KeyRotation | null> {
    const where = { organizationId, id, userId, expiresAt: MoreThan(now) };
    return transaction.of(this.rotations).findOne({ where, ...transaction.locked });
  }

  async insert(transaction: Transaction, rotation: KeyRotation): Promise<void> {
    await transaction.of(this.rotations).insert(rotation);
  }

  /** Lets all of an organization expire. */
  async expireAll(transaction: Transaction, organizationId: string, now: number): Promise<void> {
    await transaction.of(this.rotations).update({ organizationId, expiresAt: MoreThan(now) }, { expiresAt: now });
  }

  /** Keeps keys for the time being, in place of those that came before for the same members. */
  async putKeys(
    transaction: Transaction,
    { organizationId, id: rotationId }: KeyRotationRef,
    keys: readonly WrappedKey[],
  ): Promise<void> {
    const rows = keys.map(({ id: userId, ...key }) => ({ organizationId, rotationId, userId, ...key }));
    const kept = transaction.of(this.keys);
    await kept.delete({ organizationId, rotationId, userId: In(rows.map(({ userId }) => userId)) });
    await kept.insert(rows);
  }

  /** Those of some people who are confirmed. @returns the hashes of their recipients by their ids */
  async hashesOf(
    connection: Connection,
    organizationId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const rows = await connection.rows<{ id: string; recipientHash: unknown }>(sql`
      SELECT u.id, k.recipientHash FROM users u
      JOIN member_keys k ON k.organizationId = u.organizationId AND k.userId = u.id
      WHERE u.organizationId = ${organizationId} AND u.id IN (${join(ids)}) AND u.status = 'confirmed'`);
    return new Map(rows.map(({ id, recipientHash }) => [id, String(recipientHash)]));
  }

  /** Confirmed members after an id, in the order of their ids. */
  async recipientsAfter(
    connection: Connection,
    { organizationId, id }: KeyRotationRef,
    after: string,
    limit: number,
  ): Promise<Recipient[]> {
    const rows = await connection.rows<RecipientRecord>(sql`
      SELECT u.id, k.recipient, k.recipientHash, r.recipientHash AS coveredHash
      FROM users u ${connection.dialect.forceIndex('users_status')}
      LEFT JOIN member_keys k ON k.organizationId = u.organizationId AND k.userId = u.id
      LEFT JOIN key_rotation_keys r ON r.organizationId = u.organizationId AND r.rotationId = ${id} AND r.userId = u.id
      WHERE u.organizationId = ${organizationId} AND u.status = 'confirmed' AND u.id > ${after}
      ORDER BY u.organizationId, u.status, u.id LIMIT ${limit}`);
    return rows.map((row) => ({
      id: row.id,
      recipient: String(row.recipient),
      isCovered: row.coveredHash !== null && String(row.coveredHash) === String(row.recipientHash),
    }));
  }

  /** Gives members the keys that were kept for them. */
  async apply(
    transaction: Transaction,
    { organizationId, id, keyVersion }: KeyRotation,
    userIds: readonly string[],
    now: number,
  ): Promise<void> {
    await transaction.execute(sql`
      UPDATE member_keys SET keyVersion = ${keyVersion}, changedAt = ${now}, wrappedKey = (
        SELECT r.wrappedKey FROM key_rotation_keys r
        WHERE r.organizationId = ${organizationId} AND r.rotationId = ${id} AND r.userId = member_keys.userId)
      WHERE organizationId = ${organizationId} AND userId IN (${join(userIds)})`);
  }

  /** Removes keys of a rotation. @returns how many */
  forgetKeys(transaction: Transaction, { organizationId, id }: KeyRotationRef, limit: number): Promise<number> {
    return transaction.execute(sql`
      DELETE FROM key_rotation_keys WHERE organizationId = ${organizationId} AND rotationId = ${id}
      ORDER BY organizationId, rotationId, userId LIMIT ${limit}`);
  }

  /** Those of all organizations that have expired. */
  expired(connection: Connection, now: number): Promise<KeyRotationRef[]> {
    return connection.of(this.rotations).findBy({ expiresAt: LessThanOrEqual(now) });
  }

  async delete(transaction: Transaction, { organizationId, id }: KeyRotationRef): Promise<void> {
    await transaction.of(this.rotations).delete({ organizationId, id });
  }
}
