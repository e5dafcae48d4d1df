import type { Admin } from '../admins/admin.entity.js';
import { isoTime } from '../../platform/time.js';

/** An admin as admins see one. */
export function shownAdmin(admin: Admin) {
  const { id, email, name, organizationId, passwordHash, passkeys, createdAt, lastSignInAt } = admin;
  return {
    id,
    email,
    name,
    role: organizationId === null ? 'operator' : 'organization',
    organizationId,
    hasPassword: passwordHash !== null,
    passkeys,
    created: isoTime(createdAt),
    lastSignIn: lastSignInAt === null ? null : isoTime(lastSignInAt),
  };
}
