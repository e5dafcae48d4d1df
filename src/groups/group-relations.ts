import { Injectable } from '@nestjs/common';
import type { EventDraft } from '../events/event.js';
import type { Transaction } from '../platform/database/connection.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import type { ResourceRow } from '../scim/resource/resource.repository.js';
import { OnWrite, type Relations, type WriteHook } from '../scim/resource/write-hook.js';
import { GroupsRepository } from './groups.repository.js';
import { MembershipsService } from './memberships/memberships.service.js';

/** `members`, and the groups that a group is a member of. */
@Injectable()
@OnWrite({ type: 'Group' })
export class GroupRelations implements WriteHook {
  constructor(
    private readonly groups: GroupsRepository,
    private readonly memberships: MembershipsService,
  ) {}

  async applyRelations(
    transaction: Transaction,
    context: ScimContext,
    group: ResourceRow,
    relations: Relations,
  ): Promise<EventDraft[]> {
    const change = relations.get('members');
    if (!change) return [];
    return this.memberships.change(transaction, group, change, (filter) =>
      this.groups.membersCondition(filter, context, transaction.dialect),
    );
  }

  endRelations(transaction: Transaction, context: ScimContext, group: ResourceRow): Promise<EventDraft[]> {
    return this.memberships.endRelations(transaction, context, group);
  }
}
