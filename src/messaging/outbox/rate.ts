import type { Clock } from './clock.js';

/** Spreads turns evenly, so many a second. */
export class Rate {
  private next = -Infinity;

  /** @param perSecond 0 for no limit */
  constructor(
    private readonly perSecond: number,
    private readonly clock: Clock,
  ) {}

  /** Resolves when the caller's turn has come, or as soon as the signal says so. */
  async turn(signal: AbortSignal): Promise<void> {
    if (this.perSecond === 0) return;
    const now = this.clock.now();
    const at = Math.max(now, this.next);
    this.next = at + 1_000 / this.perSecond;
    if (at > now) await this.clock.sleep(at - now, signal);
  }
}
