import { clock } from '../../platform/database/clock.js';
import type { ApplicationKey } from './application-key.entity.js';
import { isoTime } from '../../platform/time.js';

/** A key as admins see it. */
export function shownApplicationKey({ id, label, createdAt, expiresAt, revokedAt, lastUsedAt }: ApplicationKey) {
  const time = (milliseconds: number | null) => isoTime(milliseconds);
  const unrevoked = expiresAt <= clock.now() ? 'expired' : 'live';
  return {
    id,
    label,
    state: revokedAt === null ? unrevoked : 'revoked',
    created: time(createdAt),
    expires: time(expiresAt),
    revoked: time(revokedAt),
    lastUsed: time(lastUsedAt),
  };
}
