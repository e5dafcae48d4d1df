import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { CommittedEvents } from '../../events/committed-events.js';
import { DeliveryOptions } from './delivery-options.js';

/** In which commits are counted. */
const WINDOW_MS = 100;

/**
 * Lets writes go first. While this process commits one after the other, deliveries of all its webhooks together begin at a fixed
 * distance: they take a small part of the processor, and what they fall behind by they make up for when it is calm again.
 */
@Injectable()
export class DeliveryPace {
  private commits = 0;
  private windowEnd = 0;
  private isBusy = false;
  /** When the next delivery may begin, on the clock of `performance.now()`. */
  private next = 0;

  constructor(
    committed: CommittedEvents,
    private readonly options: DeliveryOptions,
  ) {
    committed.subscribe(() => this.count());
  }

  /** Resolves when the next delivery may begin, or is to be given up. */
  async turn(stop: AbortSignal): Promise<void> {
    const now = performance.now();
    this.look(now);
    if (!this.isBusy) return;
    this.next = Math.max(now, this.next) + this.options.busyDistance;
    await delay(this.next - now, undefined, { signal: stop }).catch(() => undefined);
  }

  private count(): void {
    this.look(performance.now());
    this.commits += 1;
    if (this.commits >= this.options.busyCommits) this.isBusy = true;
  }

  /** Begins another window where the last one is over. */
  private look(now: number): void {
    if (now < this.windowEnd) return;
    this.isBusy = this.commits >= this.options.busyCommits && now < this.windowEnd + WINDOW_MS;
    this.commits = 0;
    this.windowEnd = now + WINDOW_MS;
  }
}
