import { Injectable } from '@nestjs/common';
import { BreakerClock } from '../../breaker/breaker-clock.js';
import { type WaitingRemoval, HeldRemovalsRepository } from '../../breaker/held-removals.repository.js';
import type { Transaction } from '../../platform/database/connection.js';
import type { ScimContext } from '../../scim/protocol/scim-context.js';
import {
  decidedMeanwhile,
  type Failure,
  heldAt,
  isSame,
  type OtherDecision,
  type RemovalOutcome,
  type ShownRemoval,
  versionOf,
} from './decision.js';
import { EarlierDecisionsRepository, type EndOfHold } from './earlier-decisions.repository.js';
import { DAY_MS } from '../../platform/time.js';

/** A release without progress for so long counts as interrupted. */
const INTERRUPTED_MS = 10 * 60_000;

/** Removals that can be decided on, and those that are no longer as they were shown. */
export interface Decidable {
  readonly userIds: readonly string[];
  readonly outdated: readonly Failure[];
}

/** Makes sure that only the first decision on a removal counts. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly held: HeldRemovalsRepository,
    private readonly earlier: EarlierDecisionsRepository,
    private readonly clock: BreakerClock,
  ) {}

  /**
   * Removals that can be decided on now; nobody else decides on them until the transaction ends.
   * @param shown undefined for all that nobody else decides on
   * @throws Problem 409 when somebody has decided on one of them since it was shown
   */
  async decidable(
    transaction: Transaction,
    context: ScimContext,
    outcome: RemovalOutcome,
    shown: readonly ShownRemoval[] | undefined,
  ): Promise<Decidable> {
    const { organizationId } = context;
    const ids = shown?.map(({ userId }) => userId);
    if (ids?.length === 0) return { userIds: [], outdated: [] };
    await this.held.lock(transaction, organizationId, ids);
    const waiting = await this.held.ofPeople(transaction, organizationId, ids);
    const taken = waiting.flatMap((removal) => this.decisionIn(removal, context, outcome));
    const takenIds = new Set(taken.map(({ userId }) => userId));
    const free = new Map(waiting.filter(({ userId }) => !takenIds.has(userId)).map((each) => [each.userId, each]));
    if (!shown) return { userIds: [...free.keys()], outdated: [] };
    const isAsShown = ({ userId, version }: ShownRemoval) =>
      free.has(userId) && (version === undefined || version === versionOf(free.get(userId)!));
    const others = shown.filter((removal) => !takenIds.has(removal.userId) && !isAsShown(removal));
    const userIds = [...new Set(shown.filter(isAsShown).map(({ userId }) => userId))];
    return { userIds, outdated: await this.outdated(transaction, context, outcome, others, { free, taken }) };
  }

  /** What is decided by a release that goes on: none when the same actor decides the same once more. */
  private decisionIn(
    { userId, release }: WaitingRemoval,
    { actor }: ScimContext,
    outcome: RemovalOutcome,
  ): OtherDecision[] {
    if (!release || release.at <= this.clock.now() - INTERRUPTED_MS) return [];
    if (isSame(release.by, actor) && outcome === 'removed') return [];
    return [{ userId, outcome: 'removed', by: release.by, at: release.at }];
  }

  /** Why others cannot be decided on. @throws Problem 409 */
  private async outdated(
    transaction: Transaction,
    { organizationId, actor }: ScimContext,
    outcome: RemovalOutcome,
    others: readonly ShownRemoval[],
    { free, taken }: { free: ReadonlyMap<string, WaitingRemoval>; taken: readonly OtherDecision[] },
  ): Promise<Failure[]> {
    if (others.length + taken.length === 0) return [];
    const ids = others.map(({ userId }) => userId);
    const since = this.clock.now() - DAY_MS;
    const ends =
      ids.length > 0 ? await this.earlier.ends(transaction, organizationId, ids, since) : new Map<string, EndOfHold>();
    const isOpen = ({ userId, version }: ShownRemoval) => {
      const end = ends.get(userId);
      return !end || end.by.kind === 'key' || (version !== undefined && end.at < heldAt(version));
    };
    const decided = others
      .filter((removal) => !isOpen(removal))
      .map(({ userId }): OtherDecision => {
        const { by, at, isKept } = ends.get(userId)!;
        return { userId, outcome: isKept ? 'kept' : 'removed', by, at };
      });
    const contradicting = decided.filter((each) => each.outcome !== outcome || !isSame(each.by, actor));
    if (taken.length + contradicting.length > 0) throw decidedMeanwhile([...taken, ...contradicting]);
    const changed = others.filter((removal) => removal.version !== undefined && isOpen(removal));
    if (changed.length === 0) return [];
    const names = await this.earlier.userNames(transaction, organizationId, ids);
    return changed.map(({ userId }) => ({
      userId,
      userName: names.get(userId) ?? userId,
      reason: reasonOf(free.has(userId), ends.get(userId)),
    }));
  }
}

function reasonOf(isHeld: boolean, end: EndOfHold | undefined): string {
  if (isHeld) return 'This person has changed since the removal was listed: list it again, then decide';
  if (end?.isKept) return 'The identity provider has set this person to active in the meantime';
  return 'This removal is no longer held';
}
