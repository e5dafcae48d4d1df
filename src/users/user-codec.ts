import { isProvider } from '../events/actor.js';
import { addressOf } from '../messaging/mail/address.js';
import { settingsIn } from '../organizations/organization-settings.js';
import { clock } from '../platform/database/clock.js';
import { invalidValue } from '../scim/protocol/scim-error.js';
import type { ResourceCodec } from '../scim/resource/resource-parts.js';
import { hasAccepted, isActive, newLifecycle, withActive } from './user-status.js';
import type { User } from './users.repository.js';

/** SCIM's `active` is where a person stands; all other attributes are the document. */
export const userCodec: ResourceCodec<User> = {
  /** Nobody is revoked by being left out. */
  keptByPut: ['active'],

  newRow(row, context) {
    const { active = true, ...document } = row.document;
    const isProvisioned = isProvider(context.actor);
    return {
      ...row,
      document,
      ...newLifecycle(active as boolean, settingsIn(context).invitesLater),
      provenAddress: null,
      invitationAddress: isProvisioned ? null : (addressOf(document) ?? null),
      isAdmin: false,
      isProvisioned,
      isHeld: false,
      activeChangedAt: null,
      needsApproval: false,
    };
  },

  withDocument(user, given, { actor }) {
    const { active, ...document } = given;
    const changed = {
      ...user,
      document,
      isProvisioned: user.isProvisioned || isProvider(actor),
      invitationAddress: boundAddressOf(user),
    };
    if (active === undefined && user.isHeld) return changed;
    if (active === undefined) throw invalidValue('"active" cannot be removed: send true or false');
    const activeChangedAt = active === isActive(user) ? user.activeChangedAt : clock.now();
    const needsApproval =
      !active && !isActive(user) && (user.needsApproval || changed.isProvisioned !== user.isProvisioned);
    return { ...changed, ...withActive(user, active as boolean), isHeld: false, activeChangedAt, needsApproval };
  },

  documentOf: (user) => ({ ...user.document, active: isActive(user) }),

  /** Omits `active` while a removal is on hold, so that we can tell whether the change sets it. */
  documentToChange: (user) => (user.isHeld ? user.document : userCodec.documentOf(user)),
};

/** Before the first change by SCIM, also of rows that an older version made: what an admin wrote is kept. */
function boundAddressOf(user: User): string | null {
  if (user.invitationAddress !== null || user.isProvisioned || hasAccepted(user)) return user.invitationAddress;
  return addressOf(user.document) ?? null;
}
