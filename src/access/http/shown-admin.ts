import type { Admin } from '../admins/admin.entity.js';

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

export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
