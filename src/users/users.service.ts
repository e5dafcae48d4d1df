import { Injectable } from '@nestjs/common';
import { clock } from '../platform/database/clock.js';
import type { Connection, Transaction } from '../platform/database/connection.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { isProvider } from '../events/actor.js';
import type { EventDraft } from '../events/event.js';
import { EventsRepository } from '../events/events.repository.js';
import { GrantsService } from '../governance/grants.service.js';
import {
  type GroupOfUserRecord,
  groupsBeside,
  groupsInRows,
  MembershipsRepository,
  type ShownGroup,
} from '../groups/memberships/memberships.repository.js';
import { MembershipsService } from '../groups/memberships/memberships.service.js';
import { newId } from '../platform/ids/new-id.js';
import type { Document } from '../scim/attributes/document.js';
import type { ResourceType } from '../scim/attributes/resource-type.js';
import { PagingService } from '../scim/paging/paging.service.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { invalidValue } from '../scim/protocol/scim-error.js';
import type { Projection } from '../scim/resource/projection.js';
import { readResource } from '../scim/resource/read-resource.js';
import type { JoinedColumns } from '../scim/resource/resource-queries.js';
import type { ResourceRow } from '../scim/resource/resource.repository.js';
import { ResourceService, type RowChange } from '../scim/resource/resource.service.js';
import { SessionsService } from '../access/sessions/sessions.service.js';
import { AdoptionRule } from './adoption/adoption-rule.js';
import { UserBreaker } from './user-breaker.js';
import { addressOf } from '../messaging/mail/address.js';
import { UserMailing } from './user-mailing.js';
import { UserRules } from './user-rules.js';
import { hasAccepted, isActive, newLifecycle, QUICK_FLIP_MS, withActive } from './user-status.js';
import { userType } from './user-type.js';
import { type User, UsersRepository } from './users.repository.js';
import { settingsIn } from '../organizations/organization-settings.js';

/** People of an organization: SCIM attributes and lifecycle, one transaction a write. */
@Injectable()
export class UsersService extends ResourceService<User> {
  protected readonly taken = {
    users_userName:
      'This userName is already taken by another user of this organization, who may be deactivated: look it up by userName and update that user',
  };

  protected override readonly needsNoReadBack = true;

  private readonly groupsBeside = groupsBeside(this.unitOfWork.dialect);

  constructor(
    unitOfWork: UnitOfWork,
    users: UsersRepository,
    events: EventsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly membershipChanges: MembershipsService,
    private readonly grants: GrantsService,
    private readonly rules: UserRules,
    private readonly mailing: UserMailing,
    private readonly adoption: AdoptionRule,
    private readonly breaker: UserBreaker,
    private readonly sessions: SessionsService,
    pagings: PagingService,
  ) {
    super(userType, unitOfWork, users, events, pagings);
  }

  /** Somebody who is an admin from the start, so that nobody comes in between. */
  async createAdmin(context: ScimContext, body: unknown): Promise<string> {
    const { document, relations } = readResource(body, this.typeOf(context), context.profile);
    const admin = { ...this.newRowFrom(context, newId(), document), isAdmin: true };
    await this.write((transaction) => this.insert(transaction, context, admin, relations));
    return admin.id;
  }

  protected newRow(row: ResourceRow, context: ScimContext): User {
    const { actor } = context;
    const { active = true, ...document } = row.document;
    const lifecycle = newLifecycle(active as boolean, settingsIn(context).invitesLater);
    const isProvisioned = isProvider(actor);
    const invitationAddress = isProvisioned ? null : (addressOf(document) ?? null);
    const addresses = { provenAddress: null, invitationAddress };
    return {
      ...row,
      document,
      ...lifecycle,
      ...addresses,
      isAdmin: false,
      isProvisioned,
      isHeld: false,
      activeChangedAt: null,
      needsApproval: false,
    };
  }

  protected withDocument(user: User, given: Document, { actor }: ScimContext): User {
    const { active, ...document } = given;
    const changed = {
      ...user,
      document,
      isProvisioned: user.isProvisioned || isProvider(actor),
      invitationAddress: boundAddressOf(user),
    };
    if (active === undefined && user.isHeld) return changed;
    if (active === undefined) throw invalidValue('"active" cannot be removed: send true or false');
    const activeChangedAt = active === isActive(user) ? user.activeChangedAt : clock.now();
    const needsApproval =
      !active && !isActive(user) && (user.needsApproval || changed.isProvisioned !== user.isProvisioned);
    return { ...changed, ...withActive(user, active as boolean), isHeld: false, activeChangedAt, needsApproval };
  }

  protected documentOf(user: User): Document {
    return { ...user.document, active: isActive(user) };
  }

  /** Of somebody who is held without `active`, so that it is seen whether the change says anything of it. */
  protected override changeable(user: User): Document {
    return user.isHeld ? user.document : this.documentOf(user);
  }

  /** A PUT without `active` leaves it as it is: nobody is revoked by being left out. */
  protected override replaced({ active }: Document, given: Document): Document {
    return active === undefined ? given : { active, ...given };
  }

  protected override changes(before: User, after: User, type: ResourceType): EventDraft[] {
    const drafts = super.changes({ ...before, status: after.status }, after, type);
    if (before.isProvisioned !== after.isProvisioned) drafts.push(this.event('taken_over', after, {}));
    if (before.isHeld && !after.isHeld)
      drafts.push(this.event('hold_ended', after, { because: isActive(after) ? 'active' : 'deactivated' }));
    if (isActive(before) === isActive(after)) return drafts;
    const { status } = after;
    const what = isActive(after) ? 'activated' : 'deactivated';
    return [...drafts, this.event(what, after, { status, statusBefore: before.status })];
  }

  protected override created(user: User, type: ResourceType): EventDraft {
    const draft = super.created(user, type);
    return { ...draft, data: { ...draft.data, status: user.status } };
  }

  protected override async guardChange(transaction: Transaction, context: ScimContext, before: User, after?: User) {
    const refusal = await this.adoption.refusalOf(transaction, context, before, after);
    return refusal ?? this.breaker.guardRemoval(transaction, context, before, after);
  }

  protected override async checkRules(transaction: Transaction, context: ScimContext, after: User, before?: User) {
    await this.grants.check(transaction, context.organizationId, before?.document ?? {}, after.document);
    await this.rules.check(transaction, context, after, before);
  }

  protected override async afterWrite(
    transaction: Transaction,
    context: ScimContext,
    changes: readonly RowChange<User>[],
  ): Promise<EventDraft[]> {
    await this.rules.checkSeats(transaction, context, changes);
    await this.mailing.afterWrite(transaction, context, changes);
    await this.endAccess(
      transaction,
      context.organizationId,
      changes.filter(({ before, after }) => before && isActive(before) !== isActive(after)).map(({ after }) => after),
    );
    await this.adoption.afterWrite(transaction, context, changes);
    await this.breaker.afterWrite(transaction, changes);
    if (changes.some(isFlippedBack)) transaction.onCommit(() => context.warn?.('flipped_back'));
    const admins = changes.filter(({ before, after }) => !before && after.isAdmin);
    return admins.map(({ after }) => this.event('made_admin', after, { status: after.status }));
  }

  protected override async computedAttributes(
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

  protected override joinFor(context: ScimContext, projection: Projection): JoinedColumns | undefined {
    if (!projection.includes('groups')) return undefined;
    const compute: JoinedColumns['compute'] = (records) => {
      const groups = groupsInRows(records);
      return groups && withGroups(groups.map((record) => group(record, context)));
    };
    return { ...this.groupsBeside, compute };
  }

  protected override async beforeDelete(
    transaction: Transaction,
    context: ScimContext,
    user: User,
  ): Promise<EventDraft[]> {
    const { organizationId, actor } = context;
    await this.rules.keepAdmin(transaction, user, actor);
    await this.mailing.beforeDelete(transaction, context, user);
    await this.endAccess(transaction, organizationId, [user]);
    const left = await this.membershipChanges.leaveAll(transaction, organizationId, user.id);
    return user.isHeld ? [...left, this.event('hold_ended', user, { because: 'deleted' })] : left;
  }

  /** By revoking, for good; by restoring once more, for what an older version has left. Nobody else has anything yet. */
  private async endAccess(transaction: Transaction, organizationId: string, people: readonly User[]): Promise<void> {
    const ids = people.filter(hasAccepted).map(({ id }) => id);
    if (ids.length > 0) await this.sessions.endAccess(transaction, organizationId, ids);
  }
}

/** A request that was sent before another one and arrived after it is not told from one that was meant. */
function isFlippedBack({ before, after }: RowChange<User>): boolean {
  if (!before || isActive(before) === isActive(after) || before.activeChangedAt === null) return false;
  return after.activeChangedAt! - before.activeChangedAt < QUICK_FLIP_MS;
}

/** Before the first change by SCIM, also of rows that an older version made: what an admin wrote is kept. */
function boundAddressOf(user: User): string | null {
  if (user.invitationAddress !== null || user.isProvisioned || hasAccepted(user)) return user.invitationAddress;
  return addressOf(user.document) ?? null;
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
