import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type CommitListener, OnCommit } from '../../events/committed-events.js';
import { DeliveryOptions } from './delivery-options.js';

/** In which commits are counted. */
const WINDOW_MS = 100;

/**
 * Lets writes go first. While this process commits one after the other, deliveries of all its webhooks together begin at a fixed
 * distance: they take a small part of the processor, and what they fall behind by they make up for when it is calm again.
 */
@Injectable()
@OnCommit()
export class DeliveryPace implements CommitListener {
  private commits = 0;
  private windowEnd = 0;
  private isBusy = false;
  /** When the next delivery may begin, on the clock of `performance.now()`. */
  private next = 0;

  constructor(private readonly options: DeliveryOptions) {}

  /** Resolves when the next delivery may begin, or is to be given up. */
  async turn(stop: AbortSignal): Promise<void> {
    const now = performance.now();
    this.look(now);
    if (!this.isBusy) return;
    this.next = Math.max(now, this.next) + this.options.busyDistance;
    await delay(this.next - now, undefined, { signal: stop }).catch(() => undefined);
  }

  onCommit(): void {
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
