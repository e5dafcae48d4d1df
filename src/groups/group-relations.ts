import { Injectable } from '@nestjs/common';
import type { EventDraft } from '../events/event.js';
import type { Transaction } from '../platform/database/connection.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { Relations, ResourceRelations } from '../scim/resource/resource-parts.js';
import { type Group, GroupsRepository } from './groups.repository.js';
import { MembershipsService } from './memberships/memberships.service.js';

/** `members`, and the groups that a group is a member of. */
@Injectable()
export class GroupRelations implements ResourceRelations<Group> {
  constructor(
    private readonly groups: GroupsRepository,
    private readonly memberships: MembershipsService,
  ) {}

  async applyRelations(
    transaction: Transaction,
    context: ScimContext,
    group: Group,
    relations: Relations,
  ): Promise<EventDraft[]> {
    const change = relations.get('members');
    if (!change) return [];
    return this.memberships.change(transaction, group, change, (filter) =>
      this.groups.membersCondition(filter, context, transaction.dialect),
    );
  }

  endRelations(transaction: Transaction, context: ScimContext, group: Group): Promise<EventDraft[]> {
    return this.memberships.endRelations(transaction, context, group);
  }
}
