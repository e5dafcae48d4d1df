import { Injectable } from '@nestjs/common';
import type { Connection } from '../platform/database/connection.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { LongList } from '../scim/protocol/long-list.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { Projection } from '../scim/resource/projection.js';
import type { ComputedAttributes } from '../scim/resource/resource-parts.js';
import { type MemberRecord, MembershipsRepository } from './memberships/memberships.repository.js';

/** Members that one answer holds at once; where there are more, they are read while they are sent. */
const HELD_MEMBERS = 2_000;

/** `members` of groups, as answers show them. */
@Injectable()
export class ShownMembers implements ComputedAttributes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: MembershipsRepository,
  ) {}

  async computedAttributes(
    connection: Connection,
    context: ScimContext,
    ids: readonly string[],
    projection: Projection,
  ): Promise<object[]> {
    if (!projection.includes('members')) return ids.map(() => ({}));
    const { organizationId } = context;
    const records = await this.memberships.membersOf(connection, organizationId, ids, HELD_MEMBERS + 1);
    if (records.length > HELD_MEMBERS) {
      const filled = await this.memberships.withMembers(connection, organizationId, ids);
      return ids.map((id) => (filled.has(id) ? { members: this.members(context, id) } : {}));
    }
    const membersOf = new Map<string, object[]>(ids.map((id) => [id, []]));
    for (const record of records) membersOf.get(record.groupId)!.push(member(record, context));
    return ids.map((id) => (membersOf.get(id)!.length > 0 ? { members: membersOf.get(id) } : {}));
  }

  /** All members of a group, read when they are sent. */
  private members(context: ScimContext, groupId: string): LongList {
    return new LongList((take) =>
      this.unitOfWork.read((connection) =>
        this.memberships.eachMemberOf(connection, context.organizationId, groupId, (records) =>
          take(records.map((record) => member(record, context))),
        ),
      ),
    );
  }
}

function member({ memberId, isUser, display }: MemberRecord, { baseUrl }: ScimContext): object {
  const type = Number(isUser) === 1 ? 'User' : 'Group';
  return { value: memberId, $ref: `${baseUrl}/${type}s/${memberId}`, type, display: String(display) };
}
