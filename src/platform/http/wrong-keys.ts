import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { networkOf } from './client-network.js';
import { Problem } from './problem.js';

/** Wrong keys that a source may send in a minute before it is asked to wait. */
const MAX_A_MINUTE = 60;
const MINUTE_MS = 60_000;
/** Sources that are remembered; the one that was quiet for longest is forgotten for another. */
const MAX_SOURCES = 10_000;

/**
 * Counts requests with a wrong key by where they come from, in the memory of this process. Good keys are never asked for
 * it: a client with a good key is served even if it shares an address with one that has a wrong key.
 */
@Injectable()
export class WrongKeys {
  private readonly sources = new LRUCache<string, { count: number }>({
    max: MAX_SOURCES,
    ttl: MINUTE_MS,
    ttlResolution: 0,
  });

  /** Counts a request. @returns the seconds to wait, where its source has sent too many */
  note(address: string | undefined): number | undefined {
    const source = networkOf(address ?? '');
    const known = this.sources.get(source);
    const entry = known ?? { count: 0 };
    if (!known) this.sources.set(source, entry);
    entry.count += 1;
    return entry.count > MAX_A_MINUTE ? Math.ceil(this.sources.getRemainingTTL(source) / 1_000) || 1 : undefined;
  }
}

/** Says only that the key does not work, and nothing about the key. */
export function tooManyWrongKeys(wait: number): Problem {
  const detail = 'Too many requests with a wrong key came from this address: check the key, and try again later';
  return new Problem(429, 'refused', detail, {}, wait);
}
