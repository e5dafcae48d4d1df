import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { empty } from 'sql-template-tag';
import { Repository } from 'typeorm';
import type { Connection, Transaction } from '../platform/database/connection.js';
import { caseKey } from '../platform/text/case-key.js';
import { isSameAddress } from '../messaging/mail/address.js';
import { mailAddressOf } from '../users/user-mailing.js';
import { USER_STATUSES, type UserStatus } from '../users/user-status.js';
import { UserRow } from '../users/user.entity.js';
import type { User } from '../users/users.repository.js';
import { isoTime } from '../platform/time.js';

/** A person as admins see one. */
export interface MemberView {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  /** Where mail goes; null when there is no address. */
  readonly address: string | null;
  readonly status: UserStatus;
  readonly isAdmin: boolean;
  /** Who has made or taken over the person: the identity provider, or an admin alone. */
  readonly source: 'scim' | 'admin';
  /** Public half of the person's key; null before acceptance. */
  readonly recipient: string | null;
  /** SHA-256 of it, in lower-case hexadecimal. */
  readonly recipientHash: string | null;
  /** ISO 8601. */
  readonly created: string;
  readonly lastModified: string;
}

interface MemberRecord {
  id: string;
  document: string;
  status: unknown;
  isAdmin: number;
  isProvisioned: number;
  createdAt: number;
  lastModifiedAt: number;
  provenAddress: string | null;
  invitationAddress: string | null;
  recipient: unknown;
  recipientHash: unknown;
}

const COLUMNS = sql`u.id, u.document, u.status, u.isAdmin, u.isProvisioned, u.provenAddress, u.invitationAddress,
  u.createdAt, u.lastModifiedAt, k.recipient, k.recipientHash`;
const KEYS = sql`LEFT JOIN member_keys k ON k.organizationId = u.organizationId AND k.userId = u.id`;

/** What the way into an organization reads and changes of people, beside what SCIM does. */
@Injectable()
export class MembersRepository {
  constructor(@InjectRepository(UserRow) private readonly users: Repository<UserRow>) {}

  /** When an admin last sent somebody the invitation again, in milliseconds since 1970; undefined if not after a time. */
  async resentAt(
    connection: Connection,
    { organizationId, id }: Pick<User, 'organizationId' | 'id'>,
    after: number,
  ): Promise<number | undefined> {
    const row = await connection.row<{ time: number }>(sql`
      SELECT time FROM events ${connection.dialect.forceIndex('events_resource')}
      WHERE organizationId = ${organizationId} AND resourceType = 'User' AND resourceId = ${id}
      AND type = 'user.invitation_resent' AND time > ${after} ORDER BY sequence DESC LIMIT 1`);
    return row && Number(row.time);
  }

  /** In the order of their ids, which is that of their creation. */
  async list(
    connection: Connection,
    organizationId: string,
    status: UserStatus | undefined,
    afterId: string,
    limit: number,
  ): Promise<MemberView[]> {
    const ofStatus = status ? sql`AND u.status = ${status}` : empty;
    const rows = await connection.rows<MemberRecord>(sql`
      SELECT ${COLUMNS} FROM users u ${connection.dialect.forceIndex(status ? 'users_status' : 'users_id')} ${KEYS}
      WHERE u.organizationId = ${organizationId} ${ofStatus} AND u.id > ${afterId}
      ORDER BY u.organizationId, ${status ? sql`u.status,` : empty} u.id LIMIT ${limit}`);
    return rows.map(toView);
  }

  /** Whose userName or address begins with a text, by userName: those that come first of each. */
  async search(
    connection: Connection,
    organizationId: string,
    status: UserStatus | undefined,
    text: string,
    limit: number,
  ): Promise<MemberView[]> {
    const start = caseKey(text);
    const end = `${start}\u{10FFFF}`;
    const ofStatus = status ? sql`AND u.status = ${status}` : empty;
    const rows = await connection.rows<MemberRecord>(sql`
      SELECT ${COLUMNS} FROM (
        SELECT id FROM (SELECT u.id FROM users u ${connection.dialect.forceIndex('users_userName')}
          WHERE u.organizationId = ${organizationId} AND u.userNameKey >= ${start} AND u.userNameKey < ${end} ${ofStatus}
          ORDER BY u.organizationId, u.userNameKey LIMIT ${limit}) AS named
        UNION
        SELECT id FROM (SELECT e.userId AS id FROM user_emails e ${connection.dialect.forceIndex('user_emails_value')}
          JOIN users u ON u.organizationId = e.organizationId AND u.id = e.userId ${ofStatus}
          WHERE e.organizationId = ${organizationId} AND e.valueKey >= ${start} AND e.valueKey < ${end}
          ORDER BY e.organizationId, e.valueKey LIMIT ${limit}) AS mailed) AS found
      JOIN users u ON u.organizationId = ${organizationId} AND u.id = found.id ${KEYS}
      ORDER BY u.userNameKey LIMIT ${limit}`);
    return rows.map(toView);
  }

  async view(connection: Connection, organizationId: string, id: string): Promise<MemberView | undefined> {
    const row = await connection.row<MemberRecord>(sql`
      SELECT ${COLUMNS} FROM users u ${KEYS} WHERE u.organizationId = ${organizationId} AND u.id = ${id}`);
    return row && toView(row);
  }

  /**
   * The id of the person who has proven an address, or else of the only one who has it as userName or among the e-mails
   * and has proven another. People who have proven none do not count: SCIM makes as many of them as it likes.
   */
  async provenIdOf(connection: Connection, organizationId: string, address: string): Promise<string | undefined> {
    const key = caseKey(address);
    const rows = await connection.rows<{ id: string; provenAddress: unknown }>(sql`
      SELECT u.id, u.provenAddress FROM (
        SELECT id FROM users WHERE organizationId = ${organizationId} AND provenAddress = ${address}
        UNION
        SELECT id FROM users WHERE organizationId = ${organizationId} AND userNameKey = ${key}
        UNION
        SELECT userId AS id FROM user_emails WHERE organizationId = ${organizationId} AND valueKey = ${key}) AS found
      JOIN users u ON u.organizationId = ${organizationId} AND u.id = found.id
      WHERE u.provenAddress IS NOT NULL`);
    const proven = rows.filter(({ provenAddress }) => isSameAddress(String(provenAddress), address));
    const found = proven.length > 0 ? proven : rows;
    return found.length === 1 ? found[0]!.id : undefined;
  }

  /** Who has the userName, and then who have the e-mail among theirs. */
  async named(connection: Connection, organizationId: string, name: string, limit: number): Promise<MemberView[]> {
    const key = caseKey(name);
    const rows = await connection.rows<MemberRecord>(sql`
      SELECT ${COLUMNS} FROM (
        SELECT id FROM users WHERE organizationId = ${organizationId} AND userNameKey = ${key}
        UNION
        SELECT userId AS id FROM user_emails WHERE organizationId = ${organizationId} AND valueKey = ${key}) AS found
      JOIN users u ON u.organizationId = ${organizationId} AND u.id = found.id ${KEYS}
      ORDER BY CASE WHEN u.userNameKey = ${key} THEN 0 ELSE 1 END, u.id LIMIT ${limit}`);
    return rows.map(toView);
  }

  async counts(connection: Connection, organizationId: string): Promise<Record<UserStatus, number>> {
    const rows = await connection.rows<{ status: unknown; count: number }>(sql`
      SELECT status, COUNT(*) AS count FROM users WHERE organizationId = ${organizationId} GROUP BY status`);
    const counted = new Map(rows.map(({ status, count }) => [String(status), Number(count)]));
    return Object.fromEntries(USER_STATUSES.map((status) => [status, counted.get(status) ?? 0])) as Record<
      UserStatus,
      number
    >;
  }

  /**
   * Where a person stands. What SCIM shows of a person stays as it is, and so does the version. Once an address is
   * proven, invitations are bound to none.
   */
  async move(transaction: Transaction, user: User, status: UserStatus, provenAddress: string | null): Promise<void> {
    const invitationAddress = provenAddress === null ? user.invitationAddress : null;
    await this.update(transaction, user, { status, provenAddress, invitationAddress });
  }

  /** Where invitations go from now on, whatever SCIM writes. */
  async bindInvitation(transaction: Transaction, user: User, invitationAddress: string): Promise<void> {
    await this.update(transaction, user, { invitationAddress });
  }

  async setAdmin(transaction: Transaction, user: User, isAdmin: boolean): Promise<void> {
    await this.update(transaction, user, { isAdmin });
  }

  private async update(
    transaction: Transaction,
    { organizationId, id }: User,
    change: Partial<Pick<UserRow, 'status' | 'provenAddress' | 'invitationAddress' | 'isAdmin'>>,
  ): Promise<void> {
    await transaction.of(this.users).update({ organizationId, id }, change);
  }
}

function toView(row: MemberRecord): MemberView {
  const document = JSON.parse(row.document) as Record<string, unknown>;
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const userName = String(document['userName']);
  const [provenAddress, invitationAddress] = [text(row.provenAddress), text(row.invitationAddress)];
  return {
    id: row.id,
    userName,
    displayName: String(document['displayName'] ?? userName),
    address: mailAddressOf({ provenAddress, invitationAddress, document }) ?? null,
    status: String(row.status) as UserStatus,
    isAdmin: Number(row.isAdmin) === 1,
    source: Number(row.isProvisioned) === 1 ? 'scim' : 'admin',
    recipient: text(row.recipient),
    recipientHash: text(row.recipientHash),
    created: isoTime(row.createdAt),
    lastModified: isoTime(row.lastModifiedAt),
  };
}
