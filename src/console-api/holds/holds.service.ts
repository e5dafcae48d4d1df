import { Injectable } from '@nestjs/common';
import { BreakerClock } from '../../breaker/breaker-clock.js';
import { BreakerService } from '../../breaker/breaker.service.js';
import { type WaitingRemoval, HeldRemovalsRepository } from '../../breaker/held-removals.repository.js';
import type { WindowCount } from '../../breaker/limit.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Actor } from '../../events/actor.js';
import type { EventDraft } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import { newId } from '../../platform/ids/new-id.js';
import { MembersService } from '../../onboarding/members.service.js';
import { type OrganizationSettings, settingsIn } from '../../organizations/organization-settings.js';
import { etagOf } from '../../scim/protocol/etag.js';
import type { ScimContext } from '../../scim/protocol/scim-context.js';
import { ScimError } from '../../scim/protocol/scim-error.js';
import { UserBreaker } from '../../users/user-breaker.js';
import { UsersService } from '../../users/users.service.js';
import type { Failure, ShownRemoval } from './decision.js';
import { type Decidable, DecisionsService } from './decisions.service.js';

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
  readonly failed: readonly Failure[];
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
    private readonly decisions: DecisionsService,
    private readonly clock: BreakerClock,
    private readonly events: EventsRepository,
  ) {}

  /** @throws OrganizationError */
  async status(organizationId: string, actor: Actor): Promise<BreakerStatus> {
    const settings = settingsIn(await this.members.contextOf(organizationId, actor));
    return this.unitOfWork.read(async (connection) => {
      const people = this.userBreaker.peopleOf(connection, organizationId);
      const state = await this.breaker.state(connection, organizationId, settings, people);
      const held = await this.held.count(connection, organizationId);
      return { mode: settings.breakerMode, minutes: settings.breakerMinutes, ...state, held };
    });
  }

  /** Removals that wait, in the order of the people's ids. @param afterId of the last one before, or an empty text */
  page(organizationId: string, afterId: string, limit: number): Promise<WaitingRemoval[]> {
    const until = this.clock.now();
    return this.unitOfWork.read((connection) => this.held.page(connection, organizationId, { afterId, until, limit }));
  }

  /** That of one person; undefined where none waits. */
  find(organizationId: string, userId: string): Promise<WaitingRemoval | undefined> {
    return this.unitOfWork.read((connection) => this.held.find(connection, organizationId, userId));
  }

  /** Removals that wait by now, some hundreds at a time: not those that come meanwhile. */
  async *list(organizationId: string): AsyncGenerator<WaitingRemoval[]> {
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
   * @param shown undefined for all that wait by now
   * @param areAll whether it was asked for all; then the window begins again
   * @throws OrganizationError; Problem 409 when somebody else has decided on one of them
   */
  async *release(
    organizationId: string,
    shown: readonly ShownRemoval[] | undefined,
    actor: Actor,
    areAll = !shown,
  ): AsyncGenerator<HoldsProgress> {
    const context = await this.members.contextOf(organizationId, actor);
    const id = newId();
    const { userIds, outdated } = await this.start(context, id, shown, areAll);
    const failed = [...outdated];
    const areVersioned = shown?.some(({ version }) => version !== undefined) ?? false;
    let done = 0;
    try {
      yield { total: userIds.length, done, failed };
      for (const removals of this.steps(userIds)) {
        for (const removal of await this.goOn(organizationId, id, removals)) {
          const result = await this.apply(context, removal, areVersioned);
          if (result === 'made') done += 1;
          else if (result !== 'gone') failed.push({ userId: removal.userId, userName: removal.userName, ...result });
        }
        yield { total: userIds.length, done, failed };
      }
    } finally {
      await this.unitOfWork.run((transaction) => this.held.letGo(transaction, organizationId, id));
    }
  }

  /**
   * Decides against the removals, all in one transaction. People keep their access.
   * @param shown undefined for all that wait by now
   * @param areAll whether it was asked for all
   * @throws OrganizationError; Problem 409 when somebody else has decided on one of them
   */
  async discard(
    organizationId: string,
    shown: readonly ShownRemoval[] | undefined,
    actor: Actor,
    areAll = !shown,
  ): Promise<HoldsProgress> {
    const context = await this.members.contextOf(organizationId, actor);
    return this.unitOfWork.run(async (transaction) => {
      const { userIds, outdated } = await this.decisions.decidable(transaction, context, 'kept', shown);
      let done = 0;
      for (const ids of this.steps(userIds))
        done += await this.held.discard(transaction, organizationId, ids, this.clock.now());
      const ended = userIds.map((userId): EventDraft => ({
        type: 'user.hold_ended',
        resourceType: 'User',
        resourceId: userId,
        data: { because: 'discarded' },
      }));
      await this.events.append(transaction, context, [
        ...decisionEvents(context, 'discarded', userIds, areAll),
        ...ended,
      ]);
      return { total: userIds.length, done, failed: outdated };
    });
  }

  /** Writes down whom the release removes, so that nobody else decides on them. */
  private start(
    context: ScimContext,
    id: string,
    shown: readonly ShownRemoval[] | undefined,
    areAll: boolean,
  ): Promise<Decidable> {
    const { organizationId, actor: by } = context;
    return this.unitOfWork.run(async (transaction) => {
      if (areAll) await this.breaker.reset(transaction, organizationId);
      const decidable = await this.decisions.decidable(transaction, context, 'removed', shown);
      for (const userIds of this.steps(decidable.userIds))
        await this.held.release(transaction, organizationId, userIds, { id, at: this.clock.now(), by });
      await this.events.append(transaction, context, decisionEvents(context, 'released', decidable.userIds, areAll));
      return decidable;
    });
  }

  /** The next removals of a release: not those of people for whom it has been decided otherwise since. */
  private async goOn(organizationId: string, id: string, userIds: readonly string[]): Promise<WaitingRemoval[]> {
    return this.unitOfWork.run(async (transaction) => {
      await this.held.goOn(transaction, organizationId, id, this.clock.now());
      const removals = await this.held.ofPeople(transaction, organizationId, userIds);
      return removals.filter(({ release }) => release?.id === id);
    });
  }

  private *steps(userIds: readonly string[]): Generator<readonly string[]> {
    for (let start = 0; start < userIds.length; start += STEP) yield userIds.slice(start, start + STEP);
  }

  /** @returns `gone` where it waits no longer, else why it could not be made */
  private async apply(
    context: ScimContext,
    removal: WaitingRemoval,
    isVersioned: boolean,
  ): Promise<'made' | 'gone' | { reason: string }> {
    let current: WaitingRemoval | undefined = removal;
    for (let attempt = 1; current; attempt += 1) {
      const error = await this.remove(context, current).catch((failure: unknown) => failure);
      if (error === undefined) return 'made';
      if (!(error instanceof ScimError)) throw error;
      const isOutdated = error.status === 412 || error.status === 404;
      if (!isOutdated || attempt === MAX_ATTEMPTS) return { reason: error.detail };
      const [next] = await this.goOn(context.organizationId, removal.release!.id, [removal.userId]);
      if (next && isVersioned) return { reason: error.detail };
      current = next;
    }
    return 'gone';
  }

  /** Unless the person has changed since: the identity provider may have said meanwhile that it was not meant. */
  private async remove(context: ScimContext, { userId, kind, version }: WaitingRemoval): Promise<void> {
    if (kind === 'delete') return this.usersService.delete(context, userId, etagOf(version));
    await this.usersService.patch(context, userId, DEACTIVATION, etagOf(version), WHOLE, false);
  }
}

/** The data of the event: the number of people, and their ids if some were named. */
function decisionEvents(
  { organizationId }: ScimContext,
  what: 'released' | 'discarded',
  userIds: readonly string[],
  areAll: boolean,
): EventDraft[] {
  if (!areAll && userIds.length === 0) return [];
  const data = { people: userIds.length, ...(!areAll && { userIds }) };
  return [{ type: `breaker.${what}`, resourceType: 'Organization', resourceId: organizationId, data }];
}
