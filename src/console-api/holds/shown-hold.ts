import type { WaitingRemoval } from '../../breaker/held-removals.repository.js';
import { versionOf } from './decision.js';
import type { BreakerStatus } from './holds.service.js';
import { isoTime } from '../../platform/time.js';

/** A removal that is held, as admins see it. */
export function shownRemoval(removal: WaitingRemoval) {
  const { userId, userName, displayName, kind, firstAskedAt, lastAskedAt, times, keyId } = removal;
  return {
    userId,
    userName,
    displayName,
    kind,
    firstAsked: isoTime(firstAskedAt),
    lastAsked: isoTime(lastAskedAt),
    times,
    keyId,
    version: versionOf(removal),
  };
}

export function shownStatus({ trippedAt, ...status }: BreakerStatus) {
  return { ...status, tripped: trippedAt === null ? null : isoTime(trippedAt) };
}
