import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, LessThanOrEqual, MoreThan, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { AdminChallenge } from './admin-challenge.entity.js';
import { AdminPasskey } from './admin-passkey.entity.js';

/** As many as are listed. */
const LISTED = 100;

/** Passkeys and what they sign. Times are milliseconds since 1970. */
@Injectable()
export class PasskeysRepository {
  constructor(
    @InjectRepository(AdminPasskey) private readonly passkeys: Repository<AdminPasskey>,
    @InjectRepository(AdminChallenge) private readonly challenges: Repository<AdminChallenge>,
  ) {}

  /** @throws UniqueViolationError where the server knows the passkey already */
  async insert(transaction: Transaction, passkey: AdminPasskey): Promise<void> {
    await transaction.of(this.passkeys).insert(passkey);
  }

  findByCredential(connection: Connection, credentialId: string): Promise<AdminPasskey | null> {
    return connection.of(this.passkeys).findOneBy({ credentialId });
  }

  /** The newest first. */
  list(connection: Connection, adminId: string): Promise<AdminPasskey[]> {
    return connection.of(this.passkeys).find({ where: { adminId }, order: { createdAt: 'DESC' }, take: LISTED });
  }

  /** @returns whether nobody has used the passkey since its counter was read */
  async noteUse(transaction: Transaction, id: string, before: number, counter: number, time: number): Promise<boolean> {
    const used = { counter, lastUsedAt: time };
    const { affected } = await transaction.of(this.passkeys).update({ id, counter: before }, used);
    return affected === 1;
  }

  /** @returns whether the admin had that passkey */
  async delete(transaction: Transaction, adminId: string, id: string): Promise<boolean> {
    const { affected } = await transaction.of(this.passkeys).delete({ adminId, id });
    return affected === 1;
  }

  /** All of an admin. */
  async deleteAll(transaction: Transaction, adminId: string): Promise<void> {
    await transaction.of(this.passkeys).delete({ adminId });
  }

  async insertChallenge(transaction: Transaction, challenge: AdminChallenge): Promise<void> {
    await transaction.of(this.challenges).insert(challenge);
  }

  countChallenges(transaction: Transaction): Promise<number> {
    return transaction.of(this.challenges).count();
  }

  /** Takes a challenge away. @param adminId null for a sign-in @returns whether it was there and still counted */
  async useChallenge(transaction: Transaction, hash: string, adminId: string | null, now: number): Promise<boolean> {
    const whose = { hash, adminId: adminId ?? IsNull() };
    const { affected } = await transaction.of(this.challenges).delete({ ...whose, expiresAt: MoreThan(now) });
    return affected === 1;
  }

  /** Forgets challenges that nobody answered in time. */
  async deleteChallenges(transaction: Transaction, expiredAt: number): Promise<void> {
    await transaction.of(this.challenges).delete({ expiresAt: LessThanOrEqual(expiredAt) });
  }
}
