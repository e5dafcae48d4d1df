import { Injectable } from '@nestjs/common';
import { BreakerClock } from '../breaker/breaker-clock.js';
import { BreakerService } from '../breaker/breaker.service.js';
import { type HeldRemoval, HeldRemovalsRepository } from '../breaker/held-removals.repository.js';
import type { WindowCount } from '../breaker/limit.js';
import type { Transaction } from '../database/connection.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Actor } from '../events/actor.js';
import type { EventDraft } from '../events/event.js';
import { EventsRepository } from '../events/events.repository.js';
import { MembersService } from '../onboarding/members.service.js';
import type { OrganizationSettings } from '../organizations/organization-settings.js';
import { etagOf } from '../scim/protocol/etag.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { UserBreaker } from '../users/user-breaker.js';
import { UsersService } from '../users/users.service.js';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const DEACTIVATION = { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'active', value: false }] };
const WHOLE = { attributes: [], excludedAttributes: [] };
const STEP = 200;
/** For somebody whom the identity provider changes in the same moment. */
const MAX_ATTEMPTS = 5;

export interface BreakerStatus extends WindowCount {
  readonly mode: OrganizationSettings['breakerMode'];
  readonly minutes: number;
  /** Milliseconds since 1970; null while there is no trip. */
  readonly trippedAt: number | null;
  /** Removals that wait. */
  readonly held: number;
}

/** How far a release or a discard is. */
export interface HoldsProgress {
  readonly total: number;
  readonly done: number;
  readonly failed: readonly { readonly userId: string; readonly userName: string; readonly reason: string }[];
}

/** What operators do with removals that the breaker holds: see them, apply them, or decide against them. */
@Injectable()
export class HoldsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: MembersService,
    private readonly usersService: UsersService,
    private readonly userBreaker: UserBreaker,
    private readonly breaker: BreakerService,
    private readonly held: HeldRemovalsRepository,
    private readonly clock: BreakerClock,
    private readonly events: EventsRepository,
  ) {}

  /** @throws OrganizationError */
  async status(organizationId: string, actor: Actor): Promise<BreakerStatus> {
    const { settings } = await this.members.contextOf(organizationId, actor);
    return this.unitOfWork.read(async (connection) => {
      const people = this.userBreaker.peopleOf(connection, organizationId);
      const state = await this.breaker.state(connection, organizationId, settings, people);
      const held = await this.held.count(connection, organizationId);
      return { mode: settings.breakerMode, minutes: settings.breakerMinutes, ...state, held };
    });
  }

  /** Removals that wait, in the order of the people's ids. @param afterId of the last one before, or an empty text */
  page(organizationId: string, afterId: string, limit: number): Promise<HeldRemoval[]> {
    const until = this.clock.now();
    return this.unitOfWork.read((connection) => this.held.page(connection, organizationId, { afterId, until, limit }));
  }

  /** That of one person; undefined where none waits. */
  find(organizationId: string, userId: string): Promise<HeldRemoval | undefined> {
    return this.unitOfWork.read((connection) => this.held.find(connection, organizationId, userId));
  }

  /** Removals that wait by now, some hundreds at a time: not those that come meanwhile. */
  async *list(organizationId: string): AsyncGenerator<HeldRemoval[]> {
    const until = this.clock.now();
    for (let afterId = ''; ;) {
      const page = await this.unitOfWork.read((connection) =>
        this.held.page(connection, organizationId, { afterId, until, limit: STEP }),
      );
      yield page;
      if (page.length < STEP) return;
      afterId = page.at(-1)!.userId;
    }
  }

  /**
   * Makes the removals, each in a transaction of its own, as if the actor asked for them. What cannot be made stays held.
   * @param userIds undefined for all that wait; then the window begins anew
   * @throws OrganizationError
   */
  async *release(
    organizationId: string,
    userIds: readonly string[] | undefined,
    actor: Actor,
  ): AsyncGenerator<HoldsProgress> {
    const context = await this.members.contextOf(organizationId, actor);
    const total = await this.decide(context, userIds, 'released');
    const failed: { userId: string; userName: string; reason: string }[] = [];
    let done = 0;
    for await (const removals of this.steps(organizationId, userIds)) {
      for (const removal of removals) {
        const { userId, userName } = removal;
        const outcome = await this.apply(context, removal);
        if (outcome === 'made') done += 1;
        else if (outcome !== 'gone') failed.push({ userId, userName, ...outcome });
      }
      yield { total, done, failed };
    }
  }

  /** Decides against the removals. People keep their access. @param userIds undefined for all @throws OrganizationError */
  async *discard(
    organizationId: string,
    userIds: readonly string[] | undefined,
    actor: Actor,
  ): AsyncGenerator<HoldsProgress> {
    const context = await this.members.contextOf(organizationId, actor);
    const total = await this.decide(context, userIds, 'discarded');
    let done = 0;
    for await (const removals of this.steps(organizationId, userIds)) {
      const ids = removals.map(({ userId }) => userId);
      if (ids.length > 0) done += await this.unitOfWork.run((transaction) => this.forget(transaction, context, ids));
      yield { total, done, failed: [] };
    }
  }

  /** Writes down what is decided, and of how many. */
  private decide(
    context: ScimContext,
    userIds: readonly string[] | undefined,
    what: 'released' | 'discarded',
  ): Promise<number> {
    const { organizationId } = context;
    return this.unitOfWork.run(async (transaction) => {
      if (what === 'released' && !userIds) await this.breaker.reset(transaction, organizationId);
      const waiting = userIds && (await this.held.waiting(transaction, organizationId, userIds));
      const people = waiting?.length ?? (await this.held.count(transaction, organizationId));
      if (waiting?.length === 0) return 0;
      const data = { people, ...(waiting && { userIds: waiting }) };
      this.events.append(transaction, context, [
        { type: `breaker.${what}`, resourceType: 'Organization', resourceId: organizationId, data },
      ]);
      return people;
    });
  }

  private async *steps(
    organizationId: string,
    userIds: readonly string[] | undefined,
  ): AsyncGenerator<readonly HeldRemoval[]> {
    if (!userIds) return yield* this.list(organizationId);
    for (const userId of userIds) {
      const removal = await this.find(organizationId, userId);
      yield removal ? [removal] : [];
    }
  }

  /** @returns `gone` where it waits no more, else why it could not be made */
  private async apply(context: ScimContext, removal: HeldRemoval): Promise<'made' | 'gone' | { reason: string }> {
    let current: HeldRemoval | undefined = removal;
    for (let attempt = 1; current; attempt += 1) {
      const error = await this.remove(context, current).catch((failure: unknown) => failure);
      if (error === undefined) return 'made';
      if (!(error instanceof ScimError)) throw error;
      const isOutdated = error.status === 412 || error.status === 404;
      if (!isOutdated || attempt === MAX_ATTEMPTS) return { reason: error.detail };
      current = await this.find(context.organizationId, removal.userId);
    }
    return 'gone';
  }

  /** Unless the person has changed since: the identity provider may have said meanwhile that it was not meant. */
  private async remove(context: ScimContext, { userId, kind, version }: HeldRemoval): Promise<void> {
    if (kind === 'delete') return this.usersService.delete(context, userId, etagOf(version));
    await this.usersService.patch(context, userId, DEACTIVATION, etagOf(version), WHOLE, false);
  }

  private async forget(transaction: Transaction, context: ScimContext, userIds: readonly string[]): Promise<number> {
    const discarded = await this.held.discard(transaction, context.organizationId, userIds, this.clock.now());
    const drafts = userIds.map((userId): EventDraft => ({
      type: 'user.hold_ended',
      resourceType: 'User',
      resourceId: userId,
      data: { because: 'discarded' },
    }));
    this.events.append(transaction, context, drafts);
    return discarded;
  }
}
