import { clock } from '../platform/database/clock.js';
import type { ScimKey } from './scim-key.entity.js';
import { isoTime } from '../platform/time.js';

/** A key as admins see it. */
export function shownKey(key: ScimKey) {
  const time = (milliseconds: number | null) => isoTime(milliseconds);
  return {
    id: key.id,
    label: key.label,
    profile: key.profile,
    state: stateOf(key, clock.now()),
    created: time(key.createdAt),
    expires: time(key.expiresAt),
    retires: time(key.retiresAt),
    revoked: time(key.revokedAt),
    lastUsed: time(key.lastUsedAt),
    lastUsedFrom: key.lastUsedFrom,
    lastUsedBy: key.lastUsedBy,
  };
}

function stateOf({ revokedAt, retiresAt, expiresAt }: ScimKey, now: number): string {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt <= now) return 'expired';
  if (retiresAt === null) return 'live';
  return retiresAt <= now ? 'retired' : 'retiring';
}
