import { Injectable } from '@nestjs/common';
import { Problem } from '../http/problem.js';

const WINDOW_MS = 15 * 60_000;
const MAX_FAILURES = 10;
/** Of all addresses that were ever tried, the newest: the memory of a process is bounded. */
const MAX_NAMES = 10_000;

interface Failures {
  count: number;
  since: number;
}

/**
 * Counts attempts that failed, by whom they were made and against whom, in this process. A right password does not count, and
 * does not help while there are too many.
 */
@Injectable()
export class Throttle {
  private readonly failures = new Map<string, Failures>();

  /** @throws Problem 429 where one of the names has failed too often */
  check(names: readonly string[]): void {
    const now = Date.now();
    const until = Math.max(...names.map((name) => this.blockedUntil(name, now)));
    if (until <= now) return;
    const seconds = Math.ceil((until - now) / 1_000);
    const detail = `Too many attempts have failed: try again in ${Math.ceil(seconds / 60)} minutes`;
    throw new Problem(429, 'too_many_attempts', detail, {}, seconds);
  }

  failed(names: readonly string[]): void {
    const now = Date.now();
    for (const name of names) {
      const before = this.failures.get(name);
      this.failures.delete(name);
      const isFresh = before !== undefined && before.since > now - WINDOW_MS;
      this.failures.set(name, isFresh ? { ...before, count: before.count + 1 } : { count: 1, since: now });
    }
    for (const oldest of this.failures.keys()) {
      if (this.failures.size <= MAX_NAMES) break;
      this.failures.delete(oldest);
    }
  }

  private blockedUntil(name: string, now: number): number {
    const found = this.failures.get(name);
    return found && found.count >= MAX_FAILURES ? found.since + WINDOW_MS : now;
  }
}
