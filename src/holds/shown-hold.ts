import type { HeldRemoval } from '../breaker/held-removals.repository.js';
import type { BreakerStatus } from './holds.service.js';

/** A removal that is held, as admins see it. */
export function shownRemoval({ userId, userName, kind, firstAskedAt, lastAskedAt, times, keyId }: HeldRemoval) {
  return {
    userId,
    userName,
    kind,
    firstAsked: isoTime(firstAskedAt),
    lastAsked: isoTime(lastAskedAt),
    times,
    keyId,
  };
}

export function shownStatus({ trippedAt, ...status }: BreakerStatus) {
  return { ...status, tripped: trippedAt === null ? null : isoTime(trippedAt) };
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
