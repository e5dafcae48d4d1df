/**
 * Where a person stands on the way from provisioned to working: `invited → accepted → confirmed`, and `revoked` from
 * any of them.
 */
export type UserStatus = 'invited' | 'accepted' | 'confirmed' | 'revoked';

export interface Lifecycle {
  readonly status: UserStatus;
  /** Where restoring leads; null while not revoked. */
  readonly statusBeforeRevocation: UserStatus | null;
}

/** A new member: invited, or revoked from the start when provisioned inactive. */
export function newLifecycle(active: boolean): Lifecycle {
  return withActive({ status: 'invited', statusBeforeRevocation: null }, active);
}

/** SCIM's `active` is "not revoked". */
export function isActive({ status }: Lifecycle): boolean {
  return status !== 'revoked';
}

/** Revokes or restores; says nothing new where it is so already. */
export function withActive({ status, statusBeforeRevocation }: Lifecycle, active: boolean): Lifecycle {
  if (active === isActive({ status, statusBeforeRevocation })) return { status, statusBeforeRevocation };
  if (!active) return { status: 'revoked', statusBeforeRevocation: status };
  return { status: statusBeforeRevocation ?? 'invited', statusBeforeRevocation: null };
}
