import { QUICK_FLIP_MS } from '../../users/user-status.js';

const FLIPS = new Set(['user.activated', 'user.deactivated']);

interface Step {
  readonly sequence: number;
  readonly time: number;
  readonly type: string;
}

/** The sequence numbers of events that turned `active` back within a second of the one before. */
export function quickFlips(events: readonly Step[]): Set<number> {
  const flips = events.filter(({ type }) => FLIPS.has(type)).toSorted((left, right) => left.sequence - right.sequence);
  const quick = flips.filter(({ time, type }, index) => {
    const before = flips[index - 1];
    return before !== undefined && before.type !== type && time - before.time < QUICK_FLIP_MS;
  });
  return new Set(quick.map(({ sequence }) => sequence));
}
