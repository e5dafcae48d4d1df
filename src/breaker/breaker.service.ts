import { Injectable } from '@nestjs/common';
import type { Connection, Transaction } from '../platform/database/connection.js';
import type { EventDraft } from '../events/event.js';
import { type OrganizationSettings, settingsIn } from '../organizations/organization-settings.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { BreakerClock } from './breaker-clock.js';
import { BreakerMail } from './breaker-mail.js';
import type { Breaker } from './breaker.entity.js';
import { BreakersRepository } from './breakers.repository.js';
import type { RemovalKind } from './held-removal.entity.js';
import { type AskedRemoval, HeldRemovalsRepository } from './held-removals.repository.js';
import { limitOf, type WindowCount } from './limit.js';
import { countOf, within, withOneMore } from './removal-window.js';

const MINUTE_MS = 60_000;
/** For which an identity provider's further tries for somebody are held again once the operator has decided against one. */
const REMEMBERED_MS = 24 * 60 * MINUTE_MS;

export interface Judgement extends WindowCount {
  /** Whether the removal waits for the operator now, instead of being made. */
  readonly isHeld: boolean;
  /** What happened: to be appended with the change, or in its place. */
  readonly drafts: readonly EventDraft[];
}

/** What the breaker asks of an organization's people, where it has to. */
export interface People {
  countActive(): Promise<number>;
}

/** A removal that an identity provider asks for now. */
interface RemovalRequest {
  readonly userId: string;
  readonly kind: RemovalKind;
  /** What `users.isHeld` says. */
  readonly isHeld: boolean;
}

/**
 * Counts how many people identity providers take out of an organization, and decides what happens over the limit. It
 * locks the organization's breaker until the commit: call it after the person is locked, and before all other locks.
 */
@Injectable()
export class BreakerService {
  constructor(
    private readonly clock: BreakerClock,
    private readonly breakers: BreakersRepository,
    private readonly held: HeldRemovalsRepository,
    private readonly mail: BreakerMail,
  ) {}

  async judge(
    transaction: Transaction,
    context: ScimContext,
    { userId, kind, isHeld }: RemovalRequest,
    people: People,
  ): Promise<Judgement> {
    const { organizationId, actor } = context;
    const settings = settingsIn(context);
    if (settings.breakerMode === 'off') return { isHeld: false, drafts: [], passed: 0, limit: 0, people: 0 };
    const now = this.clock.now();
    const removal: AskedRemoval = { organizationId, userId, kind, keyId: actor.id ?? null };
    const waits =
      isHeld && settings.breakerMode === 'hold' ? await this.heldAgain(transaction, removal, now) : undefined;
    if (waits) {
      const breaker = (await this.breakers.find(transaction, organizationId)) ?? newBreaker(organizationId);
      return { isHeld: true, drafts: waits, ...countIn(breaker, settings, now) };
    }
    return this.count(transaction, context, removal, people, now);
  }

  /** Forgets what is held of somebody for whom it has been decided otherwise. */
  async forget(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await this.held.delete(transaction, organizationId, userId);
  }

  async state(
    connection: Connection,
    organizationId: string,
    settings: Readonly<OrganizationSettings>,
    people: People,
  ): Promise<WindowCount & { trippedAt: number | null }> {
    const now = this.clock.now();
    const known = (await this.breakers.find(connection, organizationId)) ?? newBreaker(organizationId);
    const breaker = await this.current(known, settings, people, now);
    return {
      ...countIn(breaker, settings, now),
      trippedAt: isTripped(breaker, settings, now) ? breaker.trippedAt : null,
    };
  }

  /** Begins a new window, and ends the trip. */
  async reset(transaction: Transaction, organizationId: string): Promise<void> {
    if (await this.breakers.lock(transaction, organizationId))
      await this.breakers.update(transaction, newBreaker(organizationId));
  }

  /**
   * A retry of what waits, which never passes by itself, or of what the operator has decided against lately.
   * @returns events; undefined when it is to be counted like any other
   */
  private async heldAgain(
    transaction: Transaction,
    removal: AskedRemoval,
    now: number,
  ): Promise<EventDraft[] | undefined> {
    if (await this.held.repeat(transaction, removal, now)) return [];
    if (await this.held.renew(transaction, removal, now - REMEMBERED_MS, now)) return [heldEvent(removal)];
    await this.held.delete(transaction, removal.organizationId, removal.userId);
    return undefined;
  }

  private async count(
    transaction: Transaction,
    context: ScimContext,
    removal: AskedRemoval,
    people: People,
    now: number,
  ): Promise<Judgement> {
    const { organizationId } = context;
    const settings = settingsIn(context);
    const known = await this.breakers.lock(transaction, organizationId);
    const breaker = await this.current(known ?? newBreaker(organizationId), settings, people, now);
    const count = countIn(breaker, settings, now);
    const isOver = count.passed >= count.limit;
    const isTrip = isOver && !isTripped(breaker, settings, now);
    const isHeld = isOver && settings.breakerMode === 'hold';
    const drafts: EventDraft[] = [];
    if (isHeld) {
      await this.held.insert(transaction, removal, now);
      drafts.push(heldEvent(removal));
    }
    const after: Breaker = {
      ...breaker,
      passed: isHeld ? breaker.passed : withOneMore(breaker.passed, now, windowOf(settings)),
      ...(isOver && { overAt: now }),
      ...(isTrip && { trippedAt: now }),
    };
    if (known) await this.breakers.update(transaction, after);
    else await this.breakers.insert(transaction, after);
    const counted = { ...count, passed: countOf(after.passed) };
    if (isTrip) {
      await this.mail.tripped(transaction, context, counted);
      drafts.push(trippedEvent(context, counted));
    }
    return { isHeld, drafts, ...counted };
  }

  /** As it is now: without what is older than the window, and with its people looked up once a window. */
  private async current(
    breaker: Breaker,
    settings: Readonly<OrganizationSettings>,
    people: People,
    now: number,
  ): Promise<Breaker> {
    const passed = within(breaker.passed, now, windowOf(settings));
    if (passed.length > 0 && now - breaker.peopleAt < windowOf(settings)) return { ...breaker, passed };
    return { ...breaker, passed, people: (await people.countActive()) + countOf(passed), peopleAt: now };
  }
}

function newBreaker(organizationId: string): Breaker {
  return { organizationId, passed: [], people: 0, peopleAt: 0, trippedAt: null, overAt: null };
}

function countIn({ passed, people }: Breaker, settings: Readonly<OrganizationSettings>, now: number): WindowCount {
  const spans = within(passed, now, windowOf(settings));
  return { passed: countOf(spans), limit: limitOf(settings, people), people };
}

/** A trip goes on until a window has gone by in which nothing was over the limit. */
function isTripped({ overAt }: Breaker, settings: Readonly<OrganizationSettings>, now: number): boolean {
  return overAt !== null && now - overAt < windowOf(settings);
}

function windowOf({ breakerMinutes }: Readonly<OrganizationSettings>): number {
  return breakerMinutes * MINUTE_MS;
}

function heldEvent({ userId, kind }: AskedRemoval): EventDraft {
  return { type: 'user.removal_held', resourceType: 'User', resourceId: userId, data: { kind } };
}

function trippedEvent(context: ScimContext, count: WindowCount): EventDraft {
  const { organizationId } = context;
  const { breakerMode: mode, breakerMinutes: minutes } = settingsIn(context);
  return {
    type: 'breaker.tripped',
    resourceType: 'Organization',
    resourceId: organizationId,
    data: { mode, minutes, ...count },
  };
}
