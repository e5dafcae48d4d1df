import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { In, Not, Repository } from 'typeorm';
import type { Connection, Transaction } from '../platform/database/connection.js';
import { caseKey } from '../platform/text/case-key.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { Operand, ChildRows } from '../scim/sql/storage.js';
import { ResourceRepository, type ResourceRow } from '../scim/resource/resource.repository.js';
import { userGroupsStorage } from './user-groups-storage.js';
import { userType } from './user-type.js';
import { UserRow } from './user.entity.js';
import type { Lifecycle, UserStatus } from './user-status.js';

/** A user: its SCIM attributes without `active` and `groups`, and where it stands. */
export interface User extends ResourceRow, Lifecycle {
  readonly isAdmin: boolean;
  /** Whether the identity provider made the user or has taken it over. */
  readonly isProvisioned: boolean;
  /** The address that the person has proven to have; null before acceptance. */
  readonly provenAddress: string | null;
  /** The address that a human gave, and that invitations go to whatever SCIM writes; null where they follow SCIM. */
  readonly invitationAddress: string | null;
  /** Whether the breaker holds, or held lately, what would take the person's access away. */
  readonly isHeld: boolean;
  /** When `active` was last turned, in milliseconds since 1970; null where that was never, or by an older version. */
  readonly activeChangedAt: number | null;
  /** Whether an admin had revoked the person when the identity provider linked it: it restores nobody without an admin. */
  readonly needsApproval: boolean;
}

interface Email {
  readonly value?: string;
  readonly display?: string;
  readonly type?: string;
  readonly primary?: boolean;
}

/** Columns that say where a person stands. */
const LIFECYCLE_COLUMNS = [
  'status',
  'statusBeforeRevocation',
  'isAdmin',
  'isProvisioned',
  'provenAddress',
  'invitationAddress',
  'isHeld',
  'activeChangedAt',
  'needsApproval',
];
const text = (expression: string): Operand => ({ expression: raw(expression), form: 'text' });
const EMAIL_OPERANDS: Readonly<Record<string, Operand>> = {
  value: text('e.valueKey'),
  display: text('e.displayKey'),
  type: text('e.typeKey'),
  primary: text('e.isPrimary'),
};

/** All SQL on users and their e-mails. */
@Injectable()
export class UsersRepository extends ResourceRepository<User> {
  constructor(@InjectRepository(UserRow) private readonly users: Repository<UserRow>) {
    super(userType, {
      name: 'users',
      idIndex: 'users_id',
      lastModifiedIndex: 'users_lastModified',
      attributes: {
        userName: {
          column: 'userNameKey',
          index: 'users_userName',
          isSelective: true,
          taken:
            'This userName is already taken by another user of this organization, who may be deactivated: look it up by userName and update that user',
        },
      },
      elsewhere: {
        active: () => ({
          kind: 'column',
          ...text("CASE users.status WHEN 'revoked' THEN 'false' ELSE 'true' END"),
          always: true,
        }),
        emails: ({ organizationId }) => emailsStorage(organizationId),
        groups: ({ organizationId }, dialect) => userGroupsStorage(organizationId, dialect),
      },
      columns: LIFECYCLE_COLUMNS,
    });
  }

  override async insert(transaction: Transaction, context: ScimContext, users: readonly User[]): Promise<void> {
    await super.insert(transaction, context, users);
    await this.insertEmails(transaction, users);
  }

  override async update(transaction: Transaction, context: ScimContext, user: User, before: User): Promise<void> {
    await super.update(transaction, context, user, before);
    if (JSON.stringify(before.document['emails']) === JSON.stringify(user.document['emails'])) return;
    await transaction.execute(sql`
      DELETE FROM user_emails WHERE organizationId = ${user.organizationId} AND userId = ${user.id}`);
    await this.insertEmails(transaction, [user]);
  }

  /** How many people are not revoked. */
  countSeats(connection: Connection, organizationId: string): Promise<number> {
    return connection.of(this.users).countBy({ organizationId, status: Not('revoked') });
  }

  /** Reads the same number from the count that each write keeps, less those who are revoked: cheap for any number of people. */
  async countActive(connection: Connection, organizationId: string): Promise<number> {
    const row = await connection.row<{ total: number; revoked: number }>(sql`
      SELECT total, (SELECT COUNT(*) FROM users ${connection.dialect.forceIndex('users_status')}
        WHERE organizationId = ${organizationId} AND status = 'revoked') AS revoked
      FROM resource_counts WHERE organizationId = ${organizationId} AND resourceType = ${this.type.name}`);
    return row ? Number(row.total) - Number(row.revoked) : 0;
  }

  /** Notes that the breaker holds something of the user. What SCIM shows, and the version, stay as they are. */
  async setHeld(transaction: Transaction, { organizationId, id }: User): Promise<void> {
    await transaction.of(this.users).update({ organizationId, id }, { isHeld: true });
  }

  /** Whether somebody else is an admin and has one of the statuses. */
  hasOtherAdmin(
    connection: Connection,
    { organizationId, id }: User,
    statuses: readonly UserStatus[],
  ): Promise<boolean> {
    return connection.of(this.users).existsBy({ organizationId, status: In(statuses), isAdmin: true, id: Not(id) });
  }

  protected override ownColumns(user: User) {
    const { status, statusBeforeRevocation, isAdmin, isProvisioned, isHeld, needsApproval } = user;
    const { provenAddress, invitationAddress, activeChangedAt } = user;
    return {
      status,
      statusBeforeRevocation,
      isAdmin: isAdmin ? 1 : 0,
      isProvisioned: isProvisioned ? 1 : 0,
      provenAddress,
      invitationAddress,
      isHeld: isHeld ? 1 : 0,
      activeChangedAt,
      needsApproval: needsApproval ? 1 : 0,
    };
  }

  protected override toRow(record: Record<string, unknown>): User {
    const textOf = (name: string) => (record[name] === null ? null : String(record[name]));
    // Not behind a spread, where V8 adds properties one by one: that would take three times as long as all the rest.
    return Object.assign(this.commonRow(record), {
      status: String(record['status']) as UserStatus,
      statusBeforeRevocation: textOf('statusBeforeRevocation') as UserStatus | null,
      isAdmin: Number(record['isAdmin']) === 1,
      isProvisioned: Number(record['isProvisioned']) === 1,
      provenAddress: textOf('provenAddress'),
      invitationAddress: textOf('invitationAddress'),
      isHeld: Number(record['isHeld']) === 1,
      activeChangedAt: record['activeChangedAt'] === null ? null : Number(record['activeChangedAt']),
      needsApproval: Number(record['needsApproval']) === 1,
    });
  }

  private async insertEmails(transaction: Transaction, users: readonly User[]): Promise<void> {
    const rows = users.flatMap(emailRows);
    if (rows.length === 0) return;
    await transaction.execute(sql`
      INSERT INTO user_emails (organizationId, userId, position, valueKey, typeKey, displayKey, isPrimary) VALUES ${join(rows)}`);
  }
}

function emailsStorage(organizationId: string): ChildRows {
  return {
    kind: 'rows',
    isSelective: true,
    table: 'user_emails',
    within: (condition) => sql`users.id IN
            (SELECT e.userId FROM user_emails e WHERE e.organizationId = ${organizationId} AND ${condition})`,
    operand: (subAttribute) => subAttribute && EMAIL_OPERANDS[subAttribute.name],
    first: (expression) => sql`(SELECT ${expression} FROM user_emails e
            WHERE e.organizationId = ${organizationId} AND e.userId = users.id
            ORDER BY CASE WHEN e.isPrimary = 'true' THEN 0 ELSE 1 END, e.position LIMIT 1)`,
  };
}

function emailRows({ organizationId, id, document }: User): Sql[] {
  const key = (value: string | undefined) => (value === undefined ? null : caseKey(value));
  return ((document['emails'] ?? []) as Email[]).map(
    ({ value, display, type, primary }, position) =>
      sql`(${organizationId}, ${id}, ${position}, ${key(value)}, ${key(type)}, ${key(display)}, ${primary === undefined ? null : String(primary)})`,
  );
}
