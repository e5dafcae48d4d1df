import { Injectable } from '@nestjs/common';
import type { Connection, Transaction } from '../platform/database/connection.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { EventDraft } from '../events/event.js';
import { EventsRepository } from '../events/events.repository.js';
import { MembershipsRepository, type MemberRecord } from './memberships/memberships.repository.js';
import { MembershipsService } from './memberships/memberships.service.js';
import type { Document } from '../scim/attributes/document.js';
import type { ResourceChange } from '../scim/patch/resource-change.js';
import { PagingService } from '../scim/paging/paging.service.js';
import { LongList } from '../scim/protocol/long-list.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { Projection } from '../scim/resource/projection.js';
import { ResourceService } from '../scim/resource/resource.service.js';
import { groupType } from './group-type.js';
import { type Group, GroupsRepository } from './groups.repository.js';

/** Members that one answer holds at once; where there are more, they are read while they are sent. */
const HELD_MEMBERS = 2_000;

/** Groups of an organization. Members are rows of their own: a change costs what it changes. */
@Injectable()
export class GroupsService extends ResourceService<Group> {
  protected readonly taken = {
    user_groups_displayName:
      'This displayName is already taken by another group of this organization, without regard to case: rename one of them, or link the existing group',
  };

  constructor(
    unitOfWork: UnitOfWork,
    private readonly groups: GroupsRepository,
    events: EventsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly membershipChanges: MembershipsService,
    pagings: PagingService,
  ) {
    super(groupType, unitOfWork, groups, events, pagings);
  }

  protected newRow(row: Group): Group {
    return row;
  }

  protected withDocument(group: Group, document: Document): Group {
    return { ...group, document };
  }

  protected documentOf(group: Group): Document {
    return group.document;
  }

  protected override async computedAttributes(
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

  protected override async applyRelations(
    transaction: Transaction,
    context: ScimContext,
    group: Group,
    relations: ResourceChange['relations'],
  ): Promise<EventDraft[]> {
    const change = relations.get('members');
    if (!change) return [];
    return this.membershipChanges.change(transaction, group, change, (filter) =>
      this.groups.membersCondition(filter, context, transaction.dialect),
    );
  }

  protected override async beforeDelete(
    transaction: Transaction,
    { organizationId }: ScimContext,
    { id }: Group,
  ): Promise<EventDraft[]> {
    return this.membershipChanges.leaveAll(transaction, organizationId, id);
  }
}

function member({ memberId, isUser, display }: MemberRecord, { baseUrl }: ScimContext): object {
  const type = Number(isUser) === 1 ? 'User' : 'Group';
  return { value: memberId, $ref: `${baseUrl}/${type}s/${memberId}`, type, display: String(display) };
}
