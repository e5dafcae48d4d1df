import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, MoreThan, Not, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { AdminSession } from './admin-session.entity.js';
import { AdminToken } from './admin-token.entity.js';

/** As many as are listed. */
const LISTED = 100;

/** Sessions and tokens of admins. Times are milliseconds since 1970. */
@Injectable()
export class CredentialsRepository {
  constructor(
    @InjectRepository(AdminSession) private readonly adminSessions: Repository<AdminSession>,
    @InjectRepository(AdminToken) private readonly adminTokens: Repository<AdminToken>,
  ) {}

  async insertSession(transaction: Transaction, session: AdminSession): Promise<void> {
    await transaction.of(this.adminSessions).insert(session);
  }

  findSession(connection: Connection, id: string): Promise<AdminSession | null> {
    return connection.of(this.adminSessions).findOneBy({ id });
  }

  /** The newest first. */
  sessions(connection: Connection, adminId: string): Promise<AdminSession[]> {
    return connection.of(this.adminSessions).find({ where: { adminId }, order: { createdAt: 'DESC' }, take: LISTED });
  }

  async noteSessionUse(transaction: Transaction, id: string, lastUsedAt: number): Promise<void> {
    await transaction.of(this.adminSessions).update({ id }, { lastUsedAt });
  }

  async setStepUp(transaction: Transaction, id: string, stepUpUntil: number): Promise<void> {
    await transaction.of(this.adminSessions).update({ id }, { stepUpUntil });
  }

  /** Keeps a session from ending before the transaction does. @returns whether it had not ended */
  holdSession(transaction: Transaction, id: string, startedAfter: number): Promise<boolean> {
    return transaction.lockRow(this.adminSessions, { id, createdAt: MoreThan(startedAfter) });
  }

  /** Keeps the fresh proof of a session. @returns whether there is one */
  holdProof(transaction: Transaction, id: string, now: number): Promise<boolean> {
    return transaction.lockRow(this.adminSessions, { id, stepUpUntil: MoreThan(now) });
  }

  /** Keeps a token from ending before the transaction does. @returns whether it had not ended */
  holdToken(transaction: Transaction, id: string, now: number): Promise<boolean> {
    return transaction.lockRow(this.adminTokens, { id, expiresAt: MoreThan(now) });
  }

  /** @returns whether the admin had that session */
  async deleteSession(transaction: Transaction, adminId: string, id: string): Promise<boolean> {
    const { affected } = await transaction.of(this.adminSessions).delete({ adminId, id });
    return affected === 1;
  }

  /** All of an admin but one. */
  async deleteSessions(transaction: Transaction, adminId: string, except = ''): Promise<void> {
    await transaction.of(this.adminSessions).delete({ adminId, id: Not(except) });
  }

  async deleteOldSessions(transaction: Transaction, adminId: string, before: number): Promise<void> {
    await transaction.of(this.adminSessions).delete({ adminId, createdAt: LessThan(before) });
  }

  async insertToken(transaction: Transaction, token: AdminToken): Promise<void> {
    await transaction.of(this.adminTokens).insert(token);
  }

  findToken(connection: Connection, id: string): Promise<AdminToken | null> {
    return connection.of(this.adminTokens).findOneBy({ id });
  }

  /** The newest first. */
  tokens(connection: Connection, adminId: string): Promise<AdminToken[]> {
    return connection.of(this.adminTokens).find({ where: { adminId }, order: { createdAt: 'DESC' }, take: LISTED });
  }

  countWorkingTokens(connection: Connection, adminId: string, now: number): Promise<number> {
    return connection.of(this.adminTokens).countBy({ adminId, expiresAt: MoreThan(now) });
  }

  async noteTokenUse(transaction: Transaction, id: string, lastUsedAt: number): Promise<void> {
    await transaction.of(this.adminTokens).update({ id }, { lastUsedAt });
  }

  /** @returns whether the admin had that token */
  async deleteToken(transaction: Transaction, adminId: string, id: string): Promise<boolean> {
    const { affected } = await transaction.of(this.adminTokens).delete({ adminId, id });
    return affected === 1;
  }

  /** All of an admin. */
  async deleteTokens(transaction: Transaction, adminId: string): Promise<void> {
    await transaction.of(this.adminTokens).delete({ adminId });
  }
}
