import sql, { raw } from 'sql-template-tag';
import type { Dialect } from '../database/dialect/dialect.js';
import type { Operand, RowsPlace } from '../scim/sql/storage.js';

/**
 * `groups` of a user in filters: the groups that it is in, directly or through nested groups. Only groups that contain
 * groups are walked through.
 */
export function userGroupsPlace(organizationId: string, dialect: Dialect): RowsPlace {
  const operands: Readonly<Record<string, Operand>> = {
    value: { expression: raw('ug.groupId'), form: 'id' },
    display: { expression: raw('g.displayNameKey'), form: 'text' },
    type: { expression: dialect.bytes(raw('ug.type')), form: 'text' },
  };
  return {
    kind: 'rows',
    within: (condition) => sql`users.id IN (
      WITH RECURSIVE nested (outerId, innerId) AS (
        SELECT groupId, nestedGroupId FROM group_members WHERE organizationId = ${organizationId} AND nestedGroupId IS NOT NULL
        UNION SELECT m.groupId, n.innerId FROM nested n
        JOIN group_members m ON m.organizationId = ${organizationId} AND m.nestedGroupId = n.outerId),
      ug (userId, groupId, type) AS (
        SELECT userId, groupId, 'direct' FROM group_members WHERE organizationId = ${organizationId} AND userId IS NOT NULL
        UNION ALL SELECT m.userId, n.outerId, 'indirect' FROM nested n
        JOIN group_members m ON m.organizationId = ${organizationId} AND m.groupId = n.innerId AND m.userId IS NOT NULL)
      SELECT ug.userId FROM ug JOIN user_groups g ON g.organizationId = ${organizationId} AND g.id = ug.groupId
      WHERE ${condition})`,
    operand: (subAttribute) => subAttribute && operands[subAttribute.name],
  };
}
