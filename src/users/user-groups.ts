import { Injectable } from '@nestjs/common';
import {
  type GroupOfUserRecord,
  groupsJoin,
  groupsInRows,
  MembershipsRepository,
  type ShownGroup,
} from '../groups/memberships/memberships.repository.js';
import type { Connection } from '../platform/database/connection.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { Projection } from '../scim/resource/projection.js';
import type { ComputedAttributes } from '../scim/resource/resource-parts.js';
import type { JoinedColumns } from '../scim/resource/queried-table.js';

/** `groups` of users: those that they are in, directly or through other groups. */
@Injectable()
export class UserGroups implements ComputedAttributes {
  readonly needsNoReadBack = true;
  private readonly joined: Omit<JoinedColumns, 'compute'>;

  constructor(
    { dialect }: UnitOfWork,
    private readonly memberships: MembershipsRepository,
  ) {
    this.joined = groupsJoin(dialect);
  }

  async computedAttributes(
    connection: Connection,
    context: ScimContext,
    ids: readonly string[],
    projection: Projection,
  ): Promise<object[]> {
    if (!projection.includes('groups')) return ids.map(() => ({}));
    const records = await this.memberships.groupsOf(connection, context.organizationId, ids);
    const byUser = groupsByUser(records, context);
    return ids.map((id) => withGroups(byUser.get(id)));
  }

  joinFor(context: ScimContext, projection: Projection): JoinedColumns | undefined {
    if (!projection.includes('groups')) return undefined;
    const compute: JoinedColumns['compute'] = (records) => {
      const groups = groupsInRows(records);
      return groups && withGroups(groups.map((record) => group(record, context)));
    };
    return { ...this.joined, compute };
  }
}

/** By the users' ids. */
function groupsByUser(records: readonly GroupOfUserRecord[], context: ScimContext): Map<string, object[]> {
  const byUser = new Map<string, object[]>();
  const shown = new Map<string, object>();
  for (const record of records) {
    const key = isDirect(record) ? record.groupId : `${record.groupId} indirect`;
    const value = shown.get(key) ?? group(record, context);
    shown.set(key, value);
    const groups = byUser.get(record.userId);
    if (groups) groups.push(value);
    else byUser.set(record.userId, [value]);
  }
  return byUser;
}

function withGroups(groups: readonly object[] | undefined): object {
  return groups && groups.length > 0 ? { groups } : {};
}

function isDirect(record: ShownGroup): boolean {
  return Number(record.isDirect) === 1;
}

function group(record: ShownGroup, { baseUrl }: ScimContext): object {
  const { groupId, display } = record;
  return {
    value: groupId,
    $ref: `${baseUrl}/Groups/${groupId}`,
    display: String(display),
    type: isDirect(record) ? 'direct' : 'indirect',
  };
}
