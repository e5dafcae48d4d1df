import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type CommitListener, OnCommit } from '../../events/committed-events.js';
import { EventsRepository } from '../../events/events.repository.js';
import { Shutdown } from '../../platform/observability/shutdown.js';
import { ScimError } from '../../scim/protocol/scim-error.js';
import { Watch } from './watch.js';

/** How soon what another process has committed is found. */
const POLL_MS = 1_000;
/** Requests of one organization that may wait at the same time, in each process. */
export const MAX_WAITING = 50;
const MAX_WAITING_IN_ALL = 1_000;
const RETRY_AFTER_S = '5';

/**
 * Lets requests wait for events. What this process commits wakes them at once; for what others commit, one query a second
 * asks for all organizations together.
 */
@Injectable()
@OnCommit()
export class Arrivals implements CommitListener, OnModuleDestroy {
  private readonly watches = new Map<string, Set<Watch>>();
  private inAll = 0;
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  private isDestroyed = false;

  constructor(
    private readonly shutdown: Shutdown,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventsRepository,
  ) {
    shutdown.signal.addEventListener('abort', () => this.wakeAll());
  }

  onCommit(organizationId: string): void {
    for (const watch of this.watches.get(organizationId) ?? []) watch.arrive();
  }

  /** No request waits any more. */
  get isOver(): boolean {
    return this.isDestroyed || this.shutdown.isClosing;
  }

  /**
   * Takes a place for a request that waits, to be given back with `leave`.
   * @param gone when the client is @throws ScimError 503 when none is free
   */
  watch(organizationId: string, gone: AbortSignal): Watch {
    const watches = this.watches.get(organizationId) ?? new Set<Watch>();
    if (watches.size >= MAX_WAITING || this.inAll >= MAX_WAITING_IN_ALL)
      throw new ScimError(503, 'Too many requests wait for events: repeat this one later', undefined, {
        'Retry-After': RETRY_AFTER_S,
      });
    const watch = new Watch(
      () => this.isOver || gone.aborted,
      () => this.remove(organizationId, watch),
    );
    gone.addEventListener('abort', () => watch.wake(), { once: true });
    this.watches.set(organizationId, watches.add(watch));
    this.inAll += 1;
    this.timer ??= setInterval(() => void this.look(), POLL_MS);
    return watch;
  }

  /** Before the HTTP server waits for the last answer. */
  onModuleDestroy(): void {
    this.isDestroyed = true;
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const watches of this.watches.values()) for (const watch of watches) watch.wake();
  }

  private remove(organizationId: string, watch: Watch): void {
    const watches = this.watches.get(organizationId);
    if (!watches?.delete(watch)) return;
    if (watches.size === 0) this.watches.delete(organizationId);
    this.inAll -= 1;
    if (this.inAll > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Finds what others have committed. While the database is away there is nothing to be found. */
  private async look(): Promise<void> {
    const asleep = [...this.watches].filter(([, watches]) => [...watches].some(({ isAsleep }) => isAsleep));
    if (this.isLooking || asleep.length === 0) return;
    this.isLooking = true;
    const ids = asleep.map(([organizationId]) => organizationId);
    const lasts = await this.unitOfWork
      .read((connection) => this.events.lastOfEach(connection, ids))
      .catch(() => new Map<string, number>());
    this.isLooking = false;
    for (const [organizationId, last] of lasts)
      for (const watch of this.watches.get(organizationId) ?? []) if (watch.after < last) watch.arrive();
  }
}
