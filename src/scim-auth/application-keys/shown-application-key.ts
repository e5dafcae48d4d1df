import { clock } from '../../platform/database/clock.js';
import type { ApplicationKey } from './application-key.entity.js';

/** A key as admins see it. */
export function shownApplicationKey({ id, label, createdAt, expiresAt, revokedAt, lastUsedAt }: ApplicationKey) {
  const time = (milliseconds: number | null) => (milliseconds === null ? null : new Date(milliseconds).toISOString());
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
