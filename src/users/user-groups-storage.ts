import sql, { raw } from 'sql-template-tag';
import type { Dialect } from '../platform/database/dialect/dialect.js';
import type { Operand, ChildRows } from '../scim/sql/storage.js';

/**
 * `groups` of a user in filters: the groups that it is in, directly or through nested groups. Only groups that contain
 * groups are walked through.
 */
export function userGroupsStorage(organizationId: string, dialect: Dialect): ChildRows {
  // Who is in a group itself and through another one too is a direct member.
  const type = sql`CASE WHEN EXISTS (SELECT 1 FROM group_members d WHERE d.organizationId = ${organizationId}
    AND d.groupId = ug.groupId AND d.memberId = ug.userId) THEN 'direct' ELSE 'indirect' END`;
  const operands: Readonly<Record<string, Operand>> = {
    value: { expression: raw('ug.groupId'), form: 'id' },
    display: { expression: raw('g.displayNameKey'), form: 'text' },
    type: { expression: dialect.bytes(type), form: 'text' },
  };
  return {
    kind: 'rows',
    table: 'group_members',
    within: (condition) => sql`users.id IN (
      WITH RECURSIVE nested (outerId, innerId) AS (
        SELECT groupId, nestedGroupId FROM group_members WHERE organizationId = ${organizationId} AND nestedGroupId IS NOT NULL
        UNION SELECT m.groupId, n.innerId FROM nested n
        JOIN group_members m ON m.organizationId = ${organizationId} AND m.nestedGroupId = n.outerId),
      ug (userId, groupId) AS (
        SELECT userId, groupId FROM group_members WHERE organizationId = ${organizationId} AND userId IS NOT NULL
        UNION ALL SELECT m.userId, n.outerId FROM nested n
        JOIN group_members m ON m.organizationId = ${organizationId} AND m.groupId = n.innerId AND m.userId IS NOT NULL)
      SELECT ug.userId FROM ug JOIN user_groups g ON g.organizationId = ${organizationId} AND g.id = ug.groupId
      WHERE ${condition})`,
    operand: (subAttribute) => subAttribute && operands[subAttribute.name],
  };
}
