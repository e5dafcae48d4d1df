import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { IsNull, MoreThan, Not, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { caseKey } from '../../platform/text/case-key.js';
import { Admin } from './admin.entity.js';

/** With one address, that a sign-in looks at. */
const MAX_ACCOUNTS = 20;

/** Accounts of admins. Times are milliseconds since 1970. */
@Injectable()
export class AdminsRepository {
  constructor(@InjectRepository(Admin) private readonly admins: Repository<Admin>) {}

  async isEmpty(connection: Connection): Promise<boolean> {
    return !(await connection.of(this.admins).exists());
  }

  /** @throws UniqueViolationError where somebody of the same organization, or another operator, has the address */
  async insert(transaction: Transaction, admin: Admin): Promise<void> {
    // An account that an older version made, while processes were replaced, would stand in the way of an operator's.
    await transaction.execute(sql`
      UPDATE admins SET organizationKey = organizationId
      WHERE emailKey = ${admin.emailKey} AND organizationKey = '' AND organizationId IS NOT NULL`);
    // All of it is given, so that nothing has to be read afterwards.
    await transaction.of(this.admins).createQueryBuilder().insert().values(admin).updateEntity(false).execute();
  }

  find(connection: Connection, id: string): Promise<Admin | null> {
    return connection.of(this.admins).findOneBy({ id });
  }

  /** The accounts with an address: one in each organization, and one of an operator. */
  allByEmail(connection: Connection, email: string): Promise<Admin[]> {
    const where = { emailKey: caseKey(email) };
    return connection.of(this.admins).find({ where, order: { id: 'ASC' }, take: MAX_ACCOUNTS });
  }

  findByInvitation(transaction: Transaction, invitationHash: string): Promise<Admin | null> {
    return transaction.of(this.admins).findOne({ where: { invitationHash }, ...transaction.locked });
  }

  /** @param organizationId whose admins, or undefined for all, operators too */
  list(connection: Connection, organizationId: string | undefined, afterId: string, limit: number): Promise<Admin[]> {
    const where = { id: MoreThan(afterId), ...(organizationId !== undefined && { organizationId }) };
    return connection.of(this.admins).find({ where, order: { id: 'ASC' }, take: limit });
  }

  /** The operators who can sign in, locked until the transaction ends. */
  async lockOperators(transaction: Transaction): Promise<string[]> {
    const where = { organizationId: IsNull(), passwordHash: Not(IsNull()) };
    const operators = await transaction.of(this.admins).find({ select: { id: true }, where, ...transaction.locked });
    return operators.map(({ id }) => id);
  }

  /** Nobody else makes keys of the admin until the transaction ends. */
  async lock(transaction: Transaction, id: string): Promise<void> {
    await transaction.of(this.admins).findOne({ select: { id: true }, where: { id }, ...transaction.locked });
  }

  async setInvitation(transaction: Transaction, id: string, hash: string, expiresAt: number): Promise<void> {
    await transaction.of(this.admins).update({ id }, { invitationHash: hash, invitationExpiresAt: expiresAt });
  }

  /** A link that sets a password is used up by it. */
  async setPassword(transaction: Transaction, id: string, name: string, passwordHash: string | null): Promise<void> {
    const usedUp = { invitationHash: null, invitationExpiresAt: null };
    await transaction.of(this.admins).update({ id }, { name, passwordHash, ...usedUp });
  }

  async noteSignIn(transaction: Transaction, id: string, time: number): Promise<void> {
    await transaction.of(this.admins).update({ id }, { lastSignInAt: time });
  }

  async delete(transaction: Transaction, id: string): Promise<void> {
    await transaction.of(this.admins).delete({ id });
  }
}
