import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { AdminSessionRow } from './admin-session.entity.js';
import type { AdminTokenRow, TokenScope } from './admin-token.entity.js';

export type AdminToken = AdminTokenRow & { readonly scope: TokenScope };

/** All SQL on sessions and tokens of admins. Times are milliseconds since 1970. */
@Injectable()
export class CredentialsRepository {
  async insertSession(transaction: Transaction, session: AdminSessionRow): Promise<void> {
    const { id, adminId, secretHash, createdAt, lastUsedAt, stepUpUntil, address, agent } = session;
    await transaction.execute(sql`
      INSERT INTO admin_sessions (id, adminId, secretHash, createdAt, lastUsedAt, stepUpUntil, address, agent)
      VALUES (${id}, ${adminId}, ${secretHash}, ${createdAt}, ${lastUsedAt}, ${stepUpUntil}, ${address}, ${agent})`);
  }

  async findSession(connection: Connection, id: string): Promise<AdminSessionRow | undefined> {
    return toSession(await connection.row<AdminSessionRow>(sql`SELECT * FROM admin_sessions WHERE id = ${id}`));
  }

  /** Of an admin, the newest first. */
  async sessions(connection: Connection, adminId: string): Promise<AdminSessionRow[]> {
    const rows = await connection.rows<AdminSessionRow>(sql`
      SELECT * FROM admin_sessions WHERE adminId = ${adminId} ORDER BY createdAt DESC LIMIT 100`);
    return rows.map((row) => toSession(row)!);
  }

  async noteSessionUse(transaction: Transaction, id: string, time: number): Promise<void> {
    await transaction.execute(sql`UPDATE admin_sessions SET lastUsedAt = ${time} WHERE id = ${id}`);
  }

  async setStepUp(transaction: Transaction, id: string, until: number): Promise<void> {
    await transaction.execute(sql`UPDATE admin_sessions SET stepUpUntil = ${until} WHERE id = ${id}`);
  }

  /** Keeps a session from ending before the transaction does. @returns whether it had not ended */
  async holdSession(transaction: Transaction, id: string, startedAfter: number): Promise<boolean> {
    const held = await transaction.execute(
      sql`UPDATE admin_sessions SET id = id WHERE id = ${id} AND createdAt > ${startedAfter}`,
    );
    return held === 1;
  }

  /** Keeps the fresh proof of a session. @returns whether there is one */
  async holdProof(transaction: Transaction, id: string, now: number): Promise<boolean> {
    const held = await transaction.execute(
      sql`UPDATE admin_sessions SET id = id WHERE id = ${id} AND stepUpUntil > ${now}`,
    );
    return held === 1;
  }

  /** Keeps a token from ending before the transaction does. @returns whether it had not ended */
  async holdToken(transaction: Transaction, id: string, now: number): Promise<boolean> {
    const held = await transaction.execute(
      sql`UPDATE admin_tokens SET id = id WHERE id = ${id} AND expiresAt > ${now}`,
    );
    return held === 1;
  }

  /** @returns whether the admin had that session */
  async deleteSession(transaction: Transaction, adminId: string, id: string): Promise<boolean> {
    return (await transaction.execute(sql`DELETE FROM admin_sessions WHERE adminId = ${adminId} AND id = ${id}`)) === 1;
  }

  /** All of an admin but one. */
  async deleteSessions(transaction: Transaction, adminId: string, except = ''): Promise<void> {
    await transaction.execute(sql`DELETE FROM admin_sessions WHERE adminId = ${adminId} AND id <> ${except}`);
  }

  async deleteOldSessions(transaction: Transaction, adminId: string, before: number): Promise<void> {
    await transaction.execute(sql`DELETE FROM admin_sessions WHERE adminId = ${adminId} AND createdAt < ${before}`);
  }

  async insertToken(transaction: Transaction, token: AdminToken): Promise<void> {
    const { id, adminId, label, secretHash, scope, createdAt, expiresAt } = token;
    await transaction.execute(sql`
      INSERT INTO admin_tokens (id, adminId, label, secretHash, scope, createdAt, expiresAt)
      VALUES (${id}, ${adminId}, ${label}, ${secretHash}, ${scope}, ${createdAt}, ${expiresAt})`);
  }

  async findToken(connection: Connection, id: string): Promise<AdminToken | undefined> {
    return toToken(await connection.row<AdminTokenRow>(sql`SELECT * FROM admin_tokens WHERE id = ${id}`));
  }

  async tokens(connection: Connection, adminId: string): Promise<AdminToken[]> {
    const rows = await connection.rows<AdminTokenRow>(sql`
      SELECT * FROM admin_tokens WHERE adminId = ${adminId} ORDER BY createdAt DESC LIMIT 100`);
    return rows.map((row) => toToken(row)!);
  }

  async countWorkingTokens(connection: Connection, adminId: string, now: number): Promise<number> {
    const row = await connection.row<{ working: number }>(
      sql`SELECT COUNT(*) AS working FROM admin_tokens WHERE adminId = ${adminId} AND expiresAt > ${now}`,
    );
    return Number(row!.working);
  }

  async noteTokenUse(transaction: Transaction, id: string, time: number): Promise<void> {
    await transaction.execute(sql`UPDATE admin_tokens SET lastUsedAt = ${time} WHERE id = ${id}`);
  }

  /** @returns whether the admin had that token */
  async deleteToken(transaction: Transaction, adminId: string, id: string): Promise<boolean> {
    return (await transaction.execute(sql`DELETE FROM admin_tokens WHERE adminId = ${adminId} AND id = ${id}`)) === 1;
  }

  /** All of an admin. */
  async deleteTokens(transaction: Transaction, adminId: string): Promise<void> {
    await transaction.execute(sql`DELETE FROM admin_tokens WHERE adminId = ${adminId}`);
  }
}

function toSession(row: AdminSessionRow | undefined): AdminSessionRow | undefined {
  return (
    row && {
      ...row,
      secretHash: String(row.secretHash),
      createdAt: Number(row.createdAt),
      lastUsedAt: Number(row.lastUsedAt),
      stepUpUntil: Number(row.stepUpUntil),
    }
  );
}

function toToken(row: AdminTokenRow | undefined): AdminToken | undefined {
  return (
    row && {
      ...row,
      id: String(row.id),
      secretHash: String(row.secretHash),
      scope: row.scope === null ? 'write' : (String(row.scope) as TokenScope),
      createdAt: Number(row.createdAt),
      expiresAt: Number(row.expiresAt),
      lastUsedAt: row.lastUsedAt === null ? null : Number(row.lastUsedAt),
    }
  );
}
