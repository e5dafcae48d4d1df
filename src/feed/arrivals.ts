import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CommittedEvents } from '../events/committed-events.js';
import { Shutdown } from '../observability/shutdown.js';
import { ScimError } from '../scim/protocol/scim-error.js';

/** How soon what another process has committed is looked for. */
const POLL_MS = 1_000;
/** Requests of one organization that may wait at the same time. */
const MAX_WAITING = 50;
const MAX_WAITING_IN_ALL = 1_000;
const RETRY_AFTER_S = '5';

/** Lets requests wait for events, without anything of the database. */
@Injectable()
export class Arrivals implements OnModuleDestroy {
  private readonly sleepers = new Set<{ readonly organizationId: string; readonly wake: () => void }>();
  private readonly waiting = new Map<string, number>();
  private inAll = 0;
  private isDestroyed = false;

  constructor(
    committed: CommittedEvents,
    private readonly shutdown: Shutdown,
  ) {
    committed.subscribe((organizationId) => this.wake(organizationId));
    shutdown.signal.addEventListener('abort', () => this.wake());
  }

  /** No request waits any more. */
  get isOver(): boolean {
    return this.isDestroyed || this.shutdown.isClosing;
  }

  /** Takes a place for a request that waits. @returns what gives it back @throws ScimError 503 when none is free */
  enter(organizationId: string): () => void {
    const count = this.waiting.get(organizationId) ?? 0;
    if (count >= MAX_WAITING || this.inAll >= MAX_WAITING_IN_ALL)
      throw new ScimError(503, 'Too many requests wait for events: repeat this one later', undefined, {
        'Retry-After': RETRY_AFTER_S,
      });
    this.add(organizationId, 1);
    return () => this.add(organizationId, -1);
  }

  /** Until this process commits something of the organization, the server ends, or it is time to look or to give up. */
  next(organizationId: string, milliseconds: number, gone: AbortSignal): Promise<void> {
    if (this.isOver || gone.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        gone.removeEventListener('abort', wake);
        this.sleepers.delete(sleeper);
        resolve();
      };
      const sleeper = { organizationId, wake };
      const timer = setTimeout(wake, Math.max(0, Math.min(milliseconds, POLL_MS)));
      gone.addEventListener('abort', wake);
      this.sleepers.add(sleeper);
    });
  }

  onModuleDestroy(): void {
    this.isDestroyed = true;
    this.wake();
  }

  private wake(organizationId?: string): void {
    for (const sleeper of this.sleepers)
      if (organizationId === undefined || sleeper.organizationId === organizationId) sleeper.wake();
  }

  private add(organizationId: string, change: 1 | -1): void {
    const count = (this.waiting.get(organizationId) ?? 0) + change;
    if (count === 0) this.waiting.delete(organizationId);
    else this.waiting.set(organizationId, count);
    this.inAll += change;
  }
}
