/**
 * Where a person stands on the way from provisioned to working: `staged → invited → accepted → confirmed`, and
 * `revoked` from any of them.
 */
export type UserStatus = 'staged' | 'invited' | 'accepted' | 'confirmed' | 'revoked';

export const USER_STATUSES: readonly UserStatus[] = ['staged', 'invited', 'accepted', 'confirmed', 'revoked'];

export interface Lifecycle {
  readonly status: UserStatus;
  /** Where restoring leads; null while not revoked. */
  readonly statusBeforeRevocation: UserStatus | null;
}

/** Where each step leads, and from where it can be made. Revoking and restoring are `withActive`. */
const STEPS = {
  invite: { from: ['staged'], to: 'invited' },
  accept: { from: ['invited'], to: 'accepted' },
  confirm: { from: ['accepted'], to: 'confirmed' },
  /** With another key a person has to be confirmed again. */
  changeKey: { from: ['accepted', 'confirmed'], to: 'accepted' },
  /** A key without its passphrase opens nothing: onboarding starts again. */
  resetKey: { from: ['accepted', 'confirmed'], to: 'invited' },
} as const satisfies Record<string, { from: readonly UserStatus[]; to: UserStatus }>;

export type Step = keyof typeof STEPS;

/** Where a step leads, or undefined where it cannot be made. */
export function after({ status }: Lifecycle, step: Step): Lifecycle | undefined {
  const { from, to } = STEPS[step];
  return (from as readonly UserStatus[]).includes(status) ? { status: to, statusBeforeRevocation: null } : undefined;
}

/** A new member, who is revoked from the start when provisioned inactive. */
export function newLifecycle(active: boolean, invitesLater: boolean): Lifecycle {
  return withActive({ status: invitesLater ? 'staged' : 'invited', statusBeforeRevocation: null }, active);
}

/** Turning `active` back sooner may be a request that another one has overtaken. */
export const QUICK_FLIP_MS = 1_000;

/** SCIM's `active` is "not revoked". */
export function isActive({ status }: Lifecycle): boolean {
  return status !== 'revoked';
}

/** The one check that guards all that a member may do. */
export function isConfirmedMember({ status }: Lifecycle): boolean {
  return status === 'confirmed';
}

/** Whether the person has proven an address and made a key. */
export function hasAccepted({ status, statusBeforeRevocation }: Lifecycle): boolean {
  const reached = statusBeforeRevocation ?? status;
  return reached === 'accepted' || reached === 'confirmed';
}

/** Revokes or restores; says nothing new where it is so already. */
export function withActive({ status, statusBeforeRevocation }: Lifecycle, active: boolean): Lifecycle {
  if (active === isActive({ status, statusBeforeRevocation })) return { status, statusBeforeRevocation };
  if (!active) return { status: 'revoked', statusBeforeRevocation: status };
  return { status: statusBeforeRevocation ?? 'invited', statusBeforeRevocation: null };
}
