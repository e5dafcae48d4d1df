import { Injectable } from '@nestjs/common';
import sql, { empty } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { caseKey } from '../../platform/text/case-key.js';
import type { AdminRow } from './admin.entity.js';

export interface Admin {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Null for operators. */
  readonly organizationId: string | null;
  readonly passwordHash: string | null;
  /** Milliseconds since 1970. */
  readonly invitationExpiresAt: number | null;
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
  /** How many the admin has. */
  readonly passkeys: number;
}

/** With one address, that a sign-in looks at. */
const MAX_ACCOUNTS = 20;

type FoundAdmin = AdminRow & { passkeys: number };
const SELECT = sql`
  SELECT admins.*, (SELECT COUNT(*) FROM admin_passkeys WHERE adminId = admins.id) AS passkeys FROM admins`;

/** All SQL on admins. */
@Injectable()
export class AdminsRepository {
  async isEmpty(connection: Connection): Promise<boolean> {
    return (await connection.row(sql`SELECT id FROM admins LIMIT 1`)) === undefined;
  }

  /** @throws UniqueViolationError where somebody of the same organization, or another operator, has the address */
  async insert(transaction: Transaction, admin: Admin): Promise<void> {
    const { id, email, name, organizationId, passwordHash, createdAt } = admin;
    // An account that an older version made, while processes were replaced, would stand in the way of an operator's.
    await transaction.execute(sql`
      UPDATE admins SET organizationKey = organizationId
      WHERE emailKey = ${caseKey(email)} AND organizationKey = '' AND organizationId IS NOT NULL`);
    await transaction.execute(sql`
      INSERT INTO admins (id, emailKey, email, name, organizationId, organizationKey, passwordHash, createdAt)
      VALUES (${id}, ${caseKey(email)}, ${email}, ${name}, ${organizationId}, ${organizationId ?? ''}, ${passwordHash},
        ${createdAt})`);
  }

  async find(connection: Connection, id: string): Promise<Admin | undefined> {
    return toAdmin(await connection.row<FoundAdmin>(sql`${SELECT} WHERE id = ${id}`));
  }

  /** The accounts with an address: one in each organization, and one of an operator. */
  async allByEmail(connection: Connection, email: string): Promise<Admin[]> {
    const rows = await connection.rows<FoundAdmin>(
      sql`${SELECT} WHERE emailKey = ${caseKey(email)} ORDER BY id LIMIT ${MAX_ACCOUNTS}`,
    );
    return rows.map((row) => toAdmin(row)!);
  }

  async findByInvitation(transaction: Transaction, invitationHash: string): Promise<Admin | undefined> {
    return toAdmin(
      await transaction.row<FoundAdmin>(sql`
        ${SELECT} WHERE invitationHash = ${invitationHash} ${transaction.dialect.forUpdate}`),
    );
  }

  /** @param organizationId whose admins, or undefined for all, operators too */
  async list(
    connection: Connection,
    organizationId: string | undefined,
    afterId: string,
    limit: number,
  ): Promise<Admin[]> {
    const within = organizationId === undefined ? empty : sql`AND organizationId = ${organizationId}`;
    const rows = await connection.rows<FoundAdmin>(
      sql`${SELECT} WHERE id > ${afterId} ${within} ORDER BY id LIMIT ${limit}`,
    );
    return rows.map((row) => toAdmin(row)!);
  }

  /** The operators who can sign in, locked until the transaction ends. */
  async lockOperators(transaction: Transaction): Promise<string[]> {
    const rows = await transaction.rows<{ id: string }>(sql`
      SELECT id FROM admins WHERE organizationId IS NULL AND passwordHash IS NOT NULL ${transaction.dialect.forUpdate}`);
    return rows.map(({ id }) => id);
  }

  /** Nobody else makes keys of the admin until the transaction ends. */
  async lock(transaction: Transaction, id: string): Promise<void> {
    await transaction.row(sql`SELECT id FROM admins WHERE id = ${id} ${transaction.dialect.forUpdate}`);
  }

  async setInvitation(transaction: Transaction, id: string, hash: string, expiresAt: number): Promise<void> {
    await transaction.execute(
      sql`UPDATE admins SET invitationHash = ${hash}, invitationExpiresAt = ${expiresAt} WHERE id = ${id}`,
    );
  }

  /** A link that sets a password is used up by it. */
  async setPassword(transaction: Transaction, id: string, name: string, passwordHash: string | null): Promise<void> {
    await transaction.execute(sql`
      UPDATE admins SET name = ${name}, passwordHash = ${passwordHash}, invitationHash = NULL, invitationExpiresAt = NULL
      WHERE id = ${id}`);
  }

  async noteSignIn(transaction: Transaction, id: string, time: number): Promise<void> {
    await transaction.execute(sql`UPDATE admins SET lastSignInAt = ${time} WHERE id = ${id}`);
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction.execute(sql`DELETE FROM admins WHERE id = ${id}`);
  }
}

function toAdmin(row: FoundAdmin | undefined): Admin | undefined {
  if (!row) return undefined;
  const number = (value: number | null) => (value === null ? null : Number(value));
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    organizationId: row.organizationId,
    passwordHash: row.passwordHash === null ? null : String(row.passwordHash),
    invitationExpiresAt: number(row.invitationExpiresAt),
    createdAt: Number(row.createdAt),
    lastSignInAt: number(row.lastSignInAt),
    passkeys: Number(row.passkeys),
  };
}
