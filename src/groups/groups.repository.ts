import { Injectable } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Dialect } from '../platform/database/dialect/dialect.js';
import { named } from '../scim/attributes/attribute.js';
import type { Filter } from '../scim/filter/ast.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ResourceRepository } from '../scim/resource/resource.repository.js';
import type { Operand, ChildRows } from '../scim/sql/storage.js';
import { groupType } from './group-type.js';

/** All SQL on groups themselves; that on their members is in the memberships repository. */
@Injectable()
export class GroupsRepository extends ResourceRepository {
  constructor() {
    super(groupType, {
      name: 'user_groups',
      lastModifiedIndex: 'user_groups_lastModified',
      attributes: {
        displayName: {
          column: 'displayNameKey',
          index: 'user_groups_displayName',
          taken:
            'This displayName is already taken by another group of this organization, without regard to case: rename one of them, or link the existing group',
        },
      },
      elsewhere: { members: ({ organizationId }, dialect) => membersStorage(organizationId, dialect) },
    });
  }

  /** A value filter on members, as a condition on `group_members m`. */
  membersCondition(filter: Filter, context: ScimContext, dialect: Dialect): Sql {
    const filterSql = this.queries.clauses.filterSql(context, dialect);
    return filterSql.elementCondition(filter, named(groupType.attributes, 'members')!);
  }
}

function membersStorage(organizationId: string, dialect: Dialect): ChildRows {
  const type = dialect.bytes(raw("CASE WHEN m.userId IS NULL THEN 'group' ELSE 'user' END"));
  const operands: Readonly<Record<string, Operand>> = {
    value: {
      expression: raw('m.memberId'),
      form: 'id',
      equals: (value) => sql`(m.userId = ${value} OR m.nestedGroupId = ${value})`,
    },
    type: { expression: type, form: 'text' },
  };
  return {
    kind: 'rows',
    table: 'group_members',
    within: (condition) => sql`user_groups.id IN
      (SELECT m.groupId FROM group_members m WHERE m.organizationId = ${organizationId} AND ${condition})`,
    operand: (subAttribute) => subAttribute && operands[subAttribute.name],
    first: (expression) => sql`(SELECT MIN(${expression}) FROM group_members m
      WHERE m.organizationId = ${organizationId} AND m.groupId = user_groups.id)`,
  };
}
