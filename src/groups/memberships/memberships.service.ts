import { Injectable } from '@nestjs/common';
import type { Sql } from 'sql-template-tag';
import { clock } from '../../platform/database/clock.js';
import type { Transaction } from '../../platform/database/connection.js';
import type { EventDraft } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import { isId } from '../../platform/ids/new-id.js';
import type { Filter } from '../../scim/filter/ast.js';
import type { RelationChange } from '../../scim/patch/resource-change.js';
import type { ScimContext } from '../../scim/protocol/scim-context.js';
import { invalidValue } from '../../scim/protocol/scim-error.js';
import type { ResourceRow } from '../../scim/resource/resource.repository.js';
import { OnWrite, type WriteHook } from '../../scim/resource/write-hook.js';
import { type GroupKey, MembershipsRepository } from './memberships.repository.js';

/** Members named in one event; a larger change is told in several. */
const MEMBERS_PER_EVENT = 1_000;
/** Ids that an error text repeats. */
const NAMED_IDS = 5;
const PRINTABLE_ID = /^[\w.-]{1,64}$/;

/** Changes who is in a group. */
@Injectable()
@OnWrite({ type: 'User' })
export class MembershipsService implements WriteHook {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly events: EventsRepository,
  ) {}

  /**
   * Carries out what a write asks of `members`. The caller holds the lock on the group's row.
   * @param compile turns a value filter of a PATCH path into a condition on `group_members m`
   * @returns events that say who was added and removed; none when everything was so already
   * @throws ScimError invalidValue naming ids that are no user or group of the organization
   */
  async change(
    transaction: Transaction,
    group: GroupKey,
    change: RelationChange,
    compile: (filter: Filter) => Sql,
  ): Promise<EventDraft[]> {
    const net = new NetChange();
    for (const step of change.steps) {
      if (step.kind === 'matching') net.remove(await this.removeMatching(transaction, group, compile(step.filter)));
      else {
        const wanted = [...step.add];
        if (step.clear) net.remove(await this.removeOthers(transaction, group, wanted));
        net.remove(await this.remove(transaction, group, [...step.remove]));
        net.add(await this.add(transaction, group, wanted));
      }
    }
    return net.events(group.id);
  }

  /** Takes a user or a nested group out of all groups. */
  async endRelations(
    transaction: Transaction,
    { organizationId }: ScimContext,
    { id: memberId }: ResourceRow,
  ): Promise<EventDraft[]> {
    const groups = await this.memberships.deleteMember(transaction, organizationId, memberId, clock.now());
    return groups.map((groupId) => membersChanged(groupId, [], [memberId]));
  }

  private async add(transaction: Transaction, group: GroupKey, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const { organizationId, id: groupId } = group;
    const valid = ids.filter((id) => isId(id));
    if (ids.length === 1 && valid.length === 1 && (await this.memberships.insertUser(transaction, group, valid[0]!)))
      return valid;
    const users = await this.memberships.candidates(transaction, 'users', group, valid);
    const rest = valid.filter((id) => !users.has(id));
    const nested = await this.memberships.candidates(transaction, 'user_groups', group, rest);
    const unknown = ids.filter((id) => !users.has(id) && !nested.has(id));
    if (unknown.length > 0) throw invalidValue(unknownMembers(unknown));
    const added = valid.filter((id) => !users.get(id) && !nested.get(id));
    await this.nest(
      transaction,
      group,
      added.filter((id) => nested.has(id)),
    );
    const rows = added.map((memberId) => ({
      organizationId,
      groupId,
      memberId,
      userId: users.has(memberId) ? memberId : null,
      nestedGroupId: users.has(memberId) ? null : memberId,
    }));
    await this.memberships.insert(transaction, rows);
    return added;
  }

  /** Makes groups ready to be members. */
  private async nest(
    transaction: Transaction,
    { organizationId, id }: GroupKey,
    nested: readonly string[],
  ): Promise<void> {
    if (nested.length === 0) return;
    // Two groups cannot be put into each other at once.
    await this.events.lock(transaction, organizationId);
    const containing = await this.memberships.containing(transaction, organizationId, id, nested);
    if (containing.size > 0)
      throw invalidValue('A group cannot be a member of itself, directly or through other groups');
    await this.memberships.markNested(transaction, organizationId, nested);
  }

  private async remove(
    transaction: Transaction,
    { organizationId, id }: GroupKey,
    ids: readonly string[],
  ): Promise<string[]> {
    const valid = ids.filter((member) => isId(member));
    // For a single member, the deletion itself tells whether it was there.
    const present = valid.length === 1 ? valid : await this.memberships.present(transaction, organizationId, id, valid);
    const deleted = await this.memberships.delete(transaction, organizationId, id, present);
    return deleted > 0 ? present : [];
  }

  private async removeOthers(
    transaction: Transaction,
    { organizationId, id }: GroupKey,
    wanted: readonly string[],
  ): Promise<string[]> {
    const removed = await this.memberships.others(
      transaction,
      organizationId,
      id,
      wanted.filter((member) => isId(member)),
    );
    await this.memberships.delete(transaction, organizationId, id, removed);
    return removed;
  }

  private async removeMatching(
    transaction: Transaction,
    { organizationId, id }: GroupKey,
    condition: Sql,
  ): Promise<string[]> {
    const removed = await this.memberships.matching(transaction, organizationId, id, condition);
    await this.memberships.delete(transaction, organizationId, id, removed);
    return removed;
  }
}

/** What several steps amount to. */
class NetChange {
  private readonly added = new Set<string>();
  private readonly removed = new Set<string>();

  add(ids: readonly string[]): void {
    for (const id of ids) if (!this.removed.delete(id)) this.added.add(id);
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) if (!this.added.delete(id)) this.removed.add(id);
  }

  events(groupId: string): EventDraft[] {
    const added = [...this.added];
    const removed = [...this.removed];
    const events: EventDraft[] = [];
    for (let start = 0; start < Math.max(added.length, removed.length); start += MEMBERS_PER_EVENT) {
      const end = start + MEMBERS_PER_EVENT;
      events.push(membersChanged(groupId, added.slice(start, end), removed.slice(start, end)));
    }
    return events;
  }
}

function membersChanged(groupId: string, added: readonly string[], removed: readonly string[]): EventDraft {
  return { type: 'group.members_changed', resourceType: 'Group', resourceId: groupId, data: { added, removed } };
}

/** Names ids of the usual form only, so that nothing else of a request is repeated. */
function unknownMembers(ids: readonly string[]): string {
  const printable = ids.filter((id) => PRINTABLE_ID.test(id)).slice(0, NAMED_IDS);
  const more = ids.length - printable.length;
  const list = [...printable, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return `These members are no users or groups of this organization: ${list}. Provision them first, then push the group again`;
}
