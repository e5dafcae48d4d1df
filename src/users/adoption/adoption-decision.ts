import { addressOf } from '../../messaging/mail/address.js';
import type { OrganizationSettings } from '../../organizations/organization-settings.js';
import { caseKey } from '../../platform/text/case-key.js';
import { isActive } from '../user-status.js';
import type { User } from '../users.repository.js';
import type { AdoptionState, AdoptionWish } from './adoption.entity.js';

/**
 * What becomes of a write: it is carried out, or refused because the organization adopts nobody, because an admin refused, because
 * the person has to be linked before userName or address change, or until an admin agrees.
 */
export type AdoptionDecision = 'write' | 'never' | 'refused' | 'linkFirst' | 'ask';

/** Whom it is about, as far as that decides. */
export type Candidate = Pick<User, 'isAdmin' | 'isProvisioned' | 'needsApproval'>;
/** What of a person tells what a change would do. */
export type Person = Pick<User, 'document' | 'status' | 'statusBeforeRevocation'>;

/** What a change, or without `after` a deletion, would do to the person. */
export function wishOf(before: Person, after?: Person): AdoptionWish {
  if (!after) return 'delete';
  if (isActive(before) && !isActive(after)) return 'deactivate';
  if (!isActive(before) && isActive(after)) return 'restore';
  return identifiersOf(before) === identifiersOf(after) ? 'link' : 'changeAddress';
}

/** Whether an identity provider needs an adoption for that. */
export function needsAdoption({ isProvisioned, needsApproval }: Candidate, wish: AdoptionWish): boolean {
  return !isProvisioned || (needsApproval && wish === 'restore');
}

/** @param state of the adoption of this person, if there is one */
export function decisionOf(
  { isAdmin }: Candidate,
  wish: AdoptionWish,
  state: AdoptionState | undefined,
  setting: OrganizationSettings['adoption'],
): AdoptionDecision {
  if (setting === 'never') return 'never';
  if (state === 'refused') return 'refused';
  if (state === 'approved') return 'write';
  if (setting !== 'automatic' || isAdmin) return 'ask';
  if (wish === 'link') return 'write';
  return wish === 'changeAddress' ? 'linkFirst' : 'ask';
}

/** The userName and address, in the form in which look-ups compare them. */
function identifiersOf({ document }: Person): string {
  return JSON.stringify([caseKey(String(document['userName'])), caseKey(addressOf(document) ?? '')]);
}
