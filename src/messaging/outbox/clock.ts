import { setTimeout as delay } from 'node:timers/promises';

/** Time that passes. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Resolves after that many milliseconds, or as soon as the signal says so. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The clock that nobody sets. */
export const steadyClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }).catch(() => undefined),
};
