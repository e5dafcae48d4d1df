import { Injectable } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Dialect } from '../platform/database/dialect/dialect.js';
import { caseKey } from '../platform/text/case-key.js';
import { named } from '../scim/attributes/attribute.js';
import type { ResourceType } from '../scim/attributes/resource-type.js';
import type { Filter } from '../scim/filter/ast.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ResourceRepository, type ResourceRow } from '../scim/resource/resource.repository.js';
import { searchKeys } from '../scim/resource/search-keys.js';
import type { Operand, Place, RowsPlace } from '../scim/sql/storage.js';
import { groupType } from './group-type.js';

export type Group = ResourceRow;

const ELSEWHERE = new Set(['displayName', 'externalId', 'members']);

/** All SQL on groups themselves; that on their members is in the memberships repository. */
@Injectable()
export class GroupsRepository extends ResourceRepository<Group> {
  constructor() {
    super(groupType, 'user_groups', { lastModifiedAt: 'user_groups_lastModified' });
  }

  /** A value filter on members, as a condition on `group_members m`. */
  membersCondition(filter: Filter, context: ScimContext, dialect: Dialect): Sql {
    return this.queries.filterSql(context, dialect).elementCondition(filter, named(groupType.attributes, 'members')!);
  }

  protected override lookupColumns({ document }: Group, type: ResourceType) {
    return {
      displayNameKey: caseKey(String(document['displayName'])),
      externalId: (document['externalId'] as string | undefined) ?? null,
      searchKeys: JSON.stringify(searchKeys(document, type, ELSEWHERE)),
    };
  }

  protected override toRow(record: Record<string, unknown>): Group {
    return this.commonRow(record);
  }

  protected override place(path: string, { organizationId }: ScimContext, dialect: Dialect): Place | undefined {
    if (path === 'displayName')
      return {
        kind: 'column',
        expression: raw('user_groups.displayNameKey'),
        form: 'text',
        always: true,
        unique: true,
        index: 'user_groups_displayName',
      };
    return path === 'members' ? membersPlace(organizationId, dialect) : undefined;
  }
}

function membersPlace(organizationId: string, dialect: Dialect): RowsPlace {
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
