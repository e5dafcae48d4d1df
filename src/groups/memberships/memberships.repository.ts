import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { In, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { Dialect } from '../../platform/database/dialect/dialect.js';
import { GroupRow } from '../group.entity.js';
import type { Membership } from './membership.entity.js';

/** A member of a group with what is shown of it; databases give text as text or as bytes. */
export interface MemberRecord {
  groupId: string;
  memberId: string;
  isUser: number;
  display: unknown;
}

/** What is shown of a group that a user is in. */
export interface ShownGroup {
  groupId: string;
  isDirect: number;
  display: unknown;
}

/** A group that a user is in. */
export interface GroupOfUserRecord extends ShownGroup {
  userId: string;
}

type DirectGroupRecord = GroupOfUserRecord & { isNested: number };

/** A group of an organization. */
export interface GroupKey {
  readonly organizationId: string;
  readonly id: string;
}

/** Ids in one statement; a list in one request may be longer. */
const CHUNK = 1_000;
const ROWS_PER_INSERT = 500;

/**
 * The rows that connect groups with their members. Writers hold the lock on the group's row. Nothing here reads more
 * members than a change names, except where it has to leave exactly a given set.
 */
@Injectable()
export class MembershipsRepository {
  constructor(@InjectRepository(GroupRow) private readonly groups: Repository<GroupRow>) {}

  /** Those of the ids that are users, or groups, of the organization, each with whether it is in the group already. */
  async candidates(
    connection: Connection,
    table: 'users' | 'user_groups',
    { organizationId, id: groupId }: GroupKey,
    ids: readonly string[],
  ): Promise<Map<string, boolean>> {
    const found = new Map<string, boolean>();
    for (const chunk of parts(ids, CHUNK)) {
      const rows = await connection.rows<{ id: string; memberId: string | null }>(sql`
        SELECT c.id, m.memberId FROM ${raw(table)} c
        LEFT JOIN group_members m
          ON m.organizationId = c.organizationId AND m.groupId = ${groupId} AND m.memberId = c.id
        WHERE c.organizationId = ${organizationId} AND c.id IN (${join(chunk)})`);
      for (const { id, memberId } of rows) found.set(id, memberId !== null);
    }
    return found;
  }

  /** Which of the ids are members of the group already. */
  async present(
    connection: Connection,
    organizationId: string,
    groupId: string,
    ids: readonly string[],
  ): Promise<string[]> {
    const present = await chunked(
      ids,
      (chunk) => sql`SELECT memberId AS id FROM group_members
        WHERE organizationId = ${organizationId} AND groupId = ${groupId} AND memberId IN (${join(chunk)})`,
      connection,
    );
    return [...present];
  }

  /** Members that are not among the ids. */
  async others(
    connection: Connection,
    organizationId: string,
    groupId: string,
    ids: readonly string[],
  ): Promise<string[]> {
    const except = ids.length === 0 ? sql`` : sql`AND memberId NOT IN (${join(ids)})`;
    const rows = await connection.rows<{ memberId: string }>(sql`
      SELECT memberId FROM group_members WHERE organizationId = ${organizationId} AND groupId = ${groupId} ${except}`);
    return rows.map(({ memberId }) => memberId);
  }

  /** Members whose row satisfies a condition on `group_members`. */
  async matching(connection: Connection, organizationId: string, groupId: string, condition: Sql): Promise<string[]> {
    const rows = await connection.rows<{ memberId: string }>(sql`
      SELECT m.memberId FROM group_members m WHERE m.organizationId = ${organizationId} AND m.groupId = ${groupId} AND ${condition}`);
    return rows.map(({ memberId }) => memberId);
  }

  /** @returns whether the user was put in; not if there is no such user, or it is in already */
  async insertUser(transaction: Transaction, { organizationId, id: groupId }: GroupKey, userId: string) {
    const inserted = await transaction.execute(sql`
      INSERT INTO group_members (organizationId, groupId, memberId, userId)
      SELECT u.organizationId, ${groupId}, u.id, u.id FROM users u
      WHERE u.organizationId = ${organizationId} AND u.id = ${userId} AND NOT EXISTS (
        SELECT 1 FROM group_members m
        WHERE m.organizationId = u.organizationId AND m.groupId = ${groupId} AND m.memberId = u.id)`);
    return inserted > 0;
  }

  /** Goes on bit by bit, so that others get a turn. */
  async insert(transaction: Transaction, rows: readonly Membership[]): Promise<void> {
    for (const part of parts(rows, ROWS_PER_INSERT)) {
      const values = part.map(
        ({ organizationId, groupId, memberId, userId, nestedGroupId }) =>
          sql`(${organizationId}, ${groupId}, ${memberId}, ${userId}, ${nestedGroupId})`,
      );
      await transaction.execute(sql`
        INSERT INTO group_members (organizationId, groupId, memberId, userId, nestedGroupId) VALUES ${join(values)}`);
    }
  }

  /** @returns how many were members */
  async delete(
    transaction: Transaction,
    organizationId: string,
    groupId: string,
    ids: readonly string[],
  ): Promise<number> {
    let deleted = 0;
    for (const part of parts(ids, CHUNK)) {
      deleted += await transaction.execute(sql`DELETE FROM group_members
        WHERE organizationId = ${organizationId} AND groupId = ${groupId} AND memberId IN (${join(part)})`);
    }
    return deleted;
  }

  /** Takes a member out of every group, and counts up the versions of those. @returns the groups' ids */
  async deleteMember(
    transaction: Transaction,
    organizationId: string,
    memberId: string,
    now: number,
  ): Promise<string[]> {
    // Locked in the order of the primary key: an index on what others change loses rows that move while one waits.
    const before = await this.directGroups(transaction, organizationId, memberId);
    for (const part of parts(before, CHUNK)) {
      await transaction.rows(sql`
        SELECT id FROM user_groups ${transaction.dialect.forceIndex('PRIMARY')}
        WHERE organizationId = ${organizationId} AND id IN (${join(part)}) ORDER BY organizationId, id ${transaction.dialect.forUpdate}`);
    }
    const ids = await this.directGroups(transaction, organizationId, memberId);
    for (const part of parts(ids, CHUNK)) {
      await transaction.execute(sql`DELETE FROM group_members
        WHERE organizationId = ${organizationId} AND groupId IN (${join(part)}) AND memberId = ${memberId}`);
      await transaction.execute(sql`UPDATE user_groups SET version = version + 1, lastModifiedAt = CASE WHEN lastModifiedAt < ${now} THEN ${now} ELSE lastModifiedAt + 1 END
        WHERE organizationId = ${organizationId} AND id IN (${join(part)})`);
    }
    return ids;
  }

  private async directGroups(connection: Connection, organizationId: string, memberId: string): Promise<string[]> {
    const rows = await connection.rows<{ groupId: string }>(
      sql`${groupsOf(organizationId, memberId)} ORDER BY groupId`,
    );
    return rows.map(({ groupId }) => groupId);
  }

  /** Notes that groups are in others, once and for all. */
  async markNested(transaction: Transaction, organizationId: string, groupIds: readonly string[]): Promise<void> {
    for (const part of parts(groupIds, CHUNK)) {
      await transaction.of(this.groups).update({ organizationId, id: In(part), isNested: false }, { isNested: true });
    }
  }

  /** Which of the groups contain the given group, directly or through others, or are that group. */
  async containing(
    connection: Connection,
    organizationId: string,
    groupId: string,
    candidates: readonly string[],
  ): Promise<Set<string>> {
    return chunked(
      candidates,
      (chunk) => sql`WITH RECURSIVE containing (id) AS (
          SELECT id FROM user_groups WHERE organizationId = ${organizationId} AND id = ${groupId}
          UNION SELECT m.groupId FROM containing c
          JOIN group_members m ON m.organizationId = ${organizationId} AND m.nestedGroupId = c.id)
        SELECT id FROM containing WHERE id IN (${join(chunk)})`,
      connection,
    );
  }

  /** The first members of some groups, in the order in which they were made. */
  async membersOf(
    connection: Connection,
    organizationId: string,
    groupIds: readonly string[],
    limit: number,
  ): Promise<MemberRecord[]> {
    if (groupIds.length === 0) return [];
    return connection.rows<MemberRecord>(
      sql`${selectMembers(connection.dialect, organizationId, groupIds)} LIMIT ${limit}`,
    );
  }

  /** Direct members of a group behind one of them, in the order of their ids. */
  async page(
    connection: Connection,
    organizationId: string,
    groupId: string,
    afterId: string,
    limit: number,
  ): Promise<MemberRecord[]> {
    return connection.rows<MemberRecord>(
      sql`${selectMembers(connection.dialect, organizationId, [groupId], sql`AND m.memberId > ${afterId}`)} LIMIT ${limit}`,
    );
  }

  /** How many direct members groups have, by their ids. */
  async sizes(
    connection: Connection,
    organizationId: string,
    groupIds: readonly string[],
  ): Promise<Map<string, number>> {
    if (groupIds.length === 0) return new Map();
    const rows = await connection.rows<{ groupId: string; members: unknown }>(sql`
      SELECT groupId, COUNT(*) AS members FROM group_members
      WHERE organizationId = ${organizationId} AND groupId IN (${join(groupIds)}) GROUP BY groupId`);
    return new Map(rows.map(({ groupId, members }) => [groupId, Number(members)]));
  }

  /** All members of a group, some at a time, in the order in which they were made. */
  async eachMemberOf(
    connection: Connection,
    organizationId: string,
    groupId: string,
    take: (members: readonly MemberRecord[]) => void,
  ): Promise<void> {
    await connection.each<MemberRecord>(selectMembers(connection.dialect, organizationId, [groupId]), take);
  }

  /** Which of the groups have members. */
  async withMembers(connection: Connection, organizationId: string, groupIds: readonly string[]): Promise<Set<string>> {
    return chunked(
      groupIds,
      (chunk) => sql`SELECT id FROM user_groups WHERE organizationId = ${organizationId} AND id IN (${join(chunk)})
        AND EXISTS (SELECT 1 FROM group_members m WHERE m.organizationId = ${organizationId} AND m.groupId = user_groups.id)`,
      connection,
    );
  }

  /** The groups that some users are in, directly or through nested groups. */
  async groupsOf(
    connection: Connection,
    organizationId: string,
    userIds: readonly string[],
  ): Promise<GroupOfUserRecord[]> {
    if (userIds.length === 0) return [];
    const direct = await connection.rows<DirectGroupRecord>(sql`
      SELECT m.userId, m.groupId, 1 AS isDirect, ${displayOf(connection.dialect)} AS display, g.isNested
      FROM group_members m ${connection.dialect.straightJoin} user_groups g ON g.organizationId = m.organizationId AND g.id = m.groupId
      WHERE m.organizationId = ${organizationId} AND m.userId IN (${join(userIds)})
      ORDER BY m.organizationId, m.userId, m.groupId`);
    const nested = new Set(direct.filter(({ isNested }) => Number(isNested) === 1).map(({ userId }) => userId));
    if (nested.size === 0) return direct;
    const all = await this.allGroupsOf(connection, organizationId, [...nested]);
    return [...direct.filter(({ userId }) => !nested.has(userId)), ...all];
  }

  private async allGroupsOf(
    connection: Connection,
    organizationId: string,
    userIds: readonly string[],
  ): Promise<GroupOfUserRecord[]> {
    return connection.rows<GroupOfUserRecord>(sql`
      WITH RECURSIVE containing (userId, groupId, isDirect) AS (
        SELECT userId, groupId, 1 FROM group_members WHERE organizationId = ${organizationId} AND userId IN (${join(userIds)})
        UNION SELECT c.userId, m.groupId, 0 FROM containing c
        JOIN group_members m ON m.organizationId = ${organizationId} AND m.nestedGroupId = c.groupId)
      SELECT c.userId, c.groupId, c.isDirect, ${displayOf(connection.dialect)} AS display
      FROM (SELECT userId, groupId, MAX(isDirect) AS isDirect FROM containing GROUP BY userId, groupId) c
      JOIN user_groups g ON g.organizationId = ${organizationId} AND g.id = c.groupId
      ORDER BY c.userId, c.groupId`);
  }
}

/** What joins the groups that users are in directly to `users`: a row for each, and one for somebody without groups. */
export function groupsJoin(dialect: Dialect) {
  return {
    columns: sql`m.groupId, ${displayOf(dialect)} AS display, g.isNested`,
    joins: sql`
      LEFT JOIN group_members m ${dialect.forceIndex('group_members_user')}
        ON m.organizationId = users.organizationId AND m.userId = users.id
      LEFT JOIN user_groups g ON g.organizationId = m.organizationId AND g.id = m.groupId`,
  };
}

/** The groups in such rows of one user; undefined where some are nested in others, which `groupsOf` finds. */
export function groupsInRows(rows: readonly Record<string, unknown>[]): ShownGroup[] | undefined {
  if (rows.some(({ isNested }) => Number(isNested) === 1)) return undefined;
  const groups = rows.filter(({ groupId }) => groupId !== null);
  // Put in order here: the database would write them into a table of its own for it.
  return groups
    .map(({ groupId, display }) => ({ groupId: String(groupId), isDirect: 1, display }))
    .toSorted((left, right) => (left.groupId < right.groupId ? -1 : 1));
}

function displayOf(dialect: Dialect): Sql {
  return dialect.jsonText(raw('g.document'), ['displayName']);
}

/** A nested group is looked up, not joined: with a join of few groups MariaDB sorts all members before the first. */
function selectMembers(
  dialect: Dialect,
  organizationId: string,
  groupIds: readonly string[],
  behind: Sql = empty,
): Sql {
  const name = (attribute: string) => dialect.jsonText(raw('u.document'), [attribute]);
  return sql`
    SELECT m.groupId, m.memberId, m.userId IS NOT NULL AS isUser,
      COALESCE(${name('displayName')}, ${name('userName')}, (SELECT ${displayOf(dialect)} FROM user_groups g
        WHERE g.organizationId = m.organizationId AND g.id = m.nestedGroupId)) AS display
    FROM group_members m
    LEFT JOIN users u ON u.organizationId = m.organizationId AND u.id = m.userId
    WHERE m.organizationId = ${organizationId} AND m.groupId IN (${join(groupIds)}) ${behind}
    ORDER BY m.organizationId, m.groupId, m.memberId`;
}

function groupsOf(organizationId: string, memberId: string): Sql {
  return sql`SELECT groupId FROM group_members WHERE organizationId = ${organizationId} AND userId = ${memberId}
    UNION SELECT groupId FROM group_members WHERE organizationId = ${organizationId} AND nestedGroupId = ${memberId}`;
}

async function chunked(
  ids: readonly string[],
  select: (chunk: readonly string[]) => Sql,
  connection: Connection,
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const part of parts(ids, CHUNK)) {
    for (const { id } of await connection.rows<{ id: string }>(select(part))) found.add(id);
  }
  return found;
}

function* parts<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
