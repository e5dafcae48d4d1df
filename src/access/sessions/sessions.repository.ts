import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { join } from 'sql-template-tag';
import { In, LessThanOrEqual, MoreThan, Not, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { Challenge } from './challenge.entity.js';
import { Session } from './session.entity.js';

/** Sessions of people and the challenges by which they sign in. Times are milliseconds since 1970. */
@Injectable()
export class SessionsRepository {
  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    @InjectRepository(Challenge) private readonly challenges: Repository<Challenge>,
  ) {}

  async insert(transaction: Transaction, session: Session): Promise<void> {
    await transaction.of(this.sessions).insert(session);
  }

  find(connection: Connection, organizationId: string, id: string): Promise<Session | null> {
    return connection.of(this.sessions).findOneBy({ organizationId, id });
  }

  /** Keeps a session from ending before the transaction does. @returns whether it had not ended */
  hold(transaction: Transaction, organizationId: string, id: string, now: number): Promise<boolean> {
    return transaction.lockRow(this.sessions, { organizationId, id, expiresAt: MoreThan(now) });
  }

  /** Keeps a session that began after a time. @returns whether it did */
  holdProof(transaction: Transaction, organizationId: string, id: string, startedAfter: number): Promise<boolean> {
    return transaction.lockRow(this.sessions, { organizationId, id, createdAt: MoreThan(startedAfter) });
  }

  async delete(transaction: Transaction, organizationId: string, id: string): Promise<void> {
    await transaction.of(this.sessions).delete({ organizationId, id });
  }

  /** Ends the sessions of a person, all but one of them where it is named. */
  async deleteOf(transaction: Transaction, organizationId: string, userId: string, except = ''): Promise<void> {
    await transaction.of(this.sessions).delete({ organizationId, userId, id: Not(except) });
  }

  /** Removes what a person had before a time. */
  async deleteOld(transaction: Transaction, organizationId: string, userId: string, before: number): Promise<void> {
    await transaction.of(this.sessions).delete({ organizationId, userId, createdAt: LessThanOrEqual(before) });
  }

  /** Ends the sessions of people for good: they stay as rows, so that a browser learns why it is signed out. */
  async expireOf(transaction: Transaction, organizationId: string, userIds: readonly string[]): Promise<void> {
    await transaction.of(this.sessions).update({ organizationId, userId: In(userIds) }, { expiresAt: 0 });
  }

  /** Takes away the challenges that people could still answer. */
  async deleteChallengesOf(
    transaction: Transaction,
    organizationId: string,
    userIds: readonly string[],
  ): Promise<void> {
    await transaction.execute(sql`
      DELETE FROM challenges WHERE organizationId = ${organizationId} AND recipient IN (
        SELECT recipient FROM member_keys
        WHERE member_keys.organizationId = ${organizationId} AND member_keys.userId IN (${join(userIds)}))`);
  }

  async insertChallenge(transaction: Transaction, challenge: Challenge): Promise<void> {
    await transaction.of(this.challenges).insert(challenge);
  }

  /** Takes a challenge away. @returns whether there was one with that answer */
  async useChallenge(
    transaction: Transaction,
    organizationId: string,
    recipient: string,
    answerHash: string,
    now: number,
  ): Promise<boolean> {
    const answered = { organizationId, answerHash, recipient };
    const { affected } = await transaction.of(this.challenges).delete({ ...answered, expiresAt: MoreThan(now) });
    return affected === 1;
  }

  /** Forgets challenges that nobody answered in time. */
  async deleteChallenges(transaction: Transaction, organizationId: string, expiredAt: number): Promise<void> {
    await transaction.of(this.challenges).delete({ organizationId, expiresAt: LessThanOrEqual(expiredAt) });
  }
}
