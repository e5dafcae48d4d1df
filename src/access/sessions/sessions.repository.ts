import { Injectable } from '@nestjs/common';
import sql, { join } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { SessionRow } from './session.entity.js';

export interface Session {
  readonly organizationId: string;
  readonly id: string;
  readonly userId: string;
  /** SHA-256 of the secret in lower-case hexadecimal. */
  readonly secretHash: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** All SQL on sessions. */
@Injectable()
export class SessionsRepository {
  async insert(transaction: Transaction, session: Session): Promise<void> {
    const { organizationId, id, userId, secretHash, createdAt, expiresAt } = session;
    await transaction.execute(sql`
      INSERT INTO sessions (organizationId, id, userId, secretHash, createdAt, expiresAt)
      VALUES (${organizationId}, ${id}, ${userId}, ${secretHash}, ${createdAt}, ${expiresAt})`);
  }

  async find(connection: Connection, organizationId: string, id: string): Promise<Session | undefined> {
    const row = await connection.row<SessionRow>(sql`
      SELECT * FROM sessions WHERE organizationId = ${organizationId} AND id = ${id}`);
    return (
      row && {
        organizationId: row.organizationId,
        id: row.id,
        userId: row.userId,
        secretHash: String(row.secretHash),
        createdAt: Number(row.createdAt),
        expiresAt: Number(row.expiresAt),
      }
    );
  }

  /** Keeps a session from ending before the transaction does. @returns whether it had not ended */
  async hold(transaction: Transaction, organizationId: string, id: string, now: number): Promise<boolean> {
    const held = await transaction.execute(sql`
      UPDATE sessions SET id = id WHERE organizationId = ${organizationId} AND id = ${id} AND expiresAt > ${now}`);
    return held === 1;
  }

  /** Keeps a session that began after a time. @returns whether it did */
  async holdProof(
    transaction: Transaction,
    organizationId: string,
    id: string,
    startedAfter: number,
  ): Promise<boolean> {
    const held = await transaction.execute(sql`
      UPDATE sessions SET id = id WHERE organizationId = ${organizationId} AND id = ${id} AND createdAt > ${startedAfter}`);
    return held === 1;
  }

  async delete(transaction: Transaction, organizationId: string, id: string): Promise<void> {
    await transaction.execute(sql`DELETE FROM sessions WHERE organizationId = ${organizationId} AND id = ${id}`);
  }

  /** Ends the sessions of a person, all but one of them where it is named. */
  async deleteOf(transaction: Transaction, organizationId: string, userId: string, except = ''): Promise<void> {
    await transaction.execute(sql`
      DELETE FROM sessions WHERE organizationId = ${organizationId} AND userId = ${userId} AND id <> ${except}`);
  }

  /** Removes what a person had before a time. */
  async deleteOld(transaction: Transaction, organizationId: string, userId: string, before: number): Promise<void> {
    await transaction.execute(sql`
      DELETE FROM sessions WHERE organizationId = ${organizationId} AND userId = ${userId} AND createdAt <= ${before}`);
  }

  /** Ends the sessions of people for good: they stay as rows, so that a browser learns why it is signed out. */
  async expireOf(transaction: Transaction, organizationId: string, userIds: readonly string[]): Promise<void> {
    await transaction.execute(sql`
      UPDATE sessions SET expiresAt = 0 WHERE organizationId = ${organizationId} AND userId IN (${join(userIds)})`);
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

  async insertChallenge(
    transaction: Transaction,
    organizationId: string,
    recipient: string,
    answerHash: string,
    expiresAt: number,
  ): Promise<void> {
    await transaction.execute(sql`
      INSERT INTO challenges (organizationId, answerHash, recipient, expiresAt)
      VALUES (${organizationId}, ${answerHash}, ${recipient}, ${expiresAt})`);
  }

  /** Takes a challenge away. @returns whether there was one with that answer */
  async useChallenge(
    transaction: Transaction,
    organizationId: string,
    recipient: string,
    answerHash: string,
    now: number,
  ): Promise<boolean> {
    const used = await transaction.execute(sql`
      DELETE FROM challenges WHERE organizationId = ${organizationId} AND answerHash = ${answerHash}
      AND recipient = ${recipient} AND expiresAt > ${now}`);
    return used === 1;
  }

  /** Forgets challenges that nobody answered in time. */
  async deleteChallenges(transaction: Transaction, organizationId: string, expiredAt: number): Promise<void> {
    await transaction.execute(sql`
      DELETE FROM challenges WHERE organizationId = ${organizationId} AND expiresAt <= ${expiredAt}`);
  }
}
