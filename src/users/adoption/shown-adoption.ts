import type { Adoption } from './adoption.entity.js';
import type { ListedAdoption } from './adoptions.repository.js';
import { isoTime } from '../../platform/time.js';

/** An adoption as admins see it. */
export function shownAdoption({ userName, displayName, status, isAdmin, ...adoption }: ListedAdoption) {
  const { userId, ...shown } = shownDecision(adoption);
  return { userId, userName, displayName, status, isAdmin, ...shown };
}

export function shownDecision({ userId, state, wanted, firstAskedAt, lastAskedAt, times, keyId }: Adoption) {
  return { userId, state, wanted, firstAsked: isoTime(firstAskedAt), lastAsked: isoTime(lastAskedAt), times, keyId };
}
