import type { Actor } from '../../events/actor.js';
import { oneLine } from '../../messaging/mail/one-line.js';
import type { ListedRequest } from '../requests/scim-requests.repository.js';
import type {
  EventOfPerson,
  KeyStep,
  LinkSource,
  LinkStep,
  MailToPerson,
  MembershipOfPerson,
} from './timeline.repository.js';

/** What an event says when nothing is said of who did it, or who did it follows. */
const EVENTS: Readonly<Record<string, string>> = {
  created: 'Provisioned',
  taken_over: 'Adopted',
  adoption_asked: 'Adoption asked for',
  adoption_approved: 'Adoption approved',
  adoption_refused: 'Adoption refused',
  deactivated: 'Deactivated',
  activated: 'Activated again',
  deleted: 'Deleted',
  invited: 'Invited',
  invitation_resent: 'Sent a new invitation',
  key_reset: 'Key taken away for a new invitation',
  made_admin: 'Made an admin',
  admin_removed: 'Admin role taken away',
  confirmed: 'Confirmed',
  removal_held: 'Kept by the breaker from being removed',
  hold_ended: 'Hold by the breaker ended',
};
/** What people do themselves. */
const OWN: Readonly<Record<string, string>> = {
  accepted: 'Accepted the invitation',
  address_proven: 'Proved a new address',
  key_changed: 'Changed the key',
};
const STATES = { waiting: 'waits to be sent', dead: 'was given up', withdrawn: 'was called back' } as const;
const PURPOSES = {
  invitation: 'invitation',
  'sign-in': 'link to sign in',
  address: 'link to prove an address',
} as const;
const VOIDED = {
  replaced: 'because a newer one replaced it',
  revoked: 'because all access was taken away',
  deleted: 'because the person was deleted',
} as const;

const QUICK =
  '. Warning: this changed "active" back within a second. The requests may have arrived in the wrong order; the last one counts';

/** One sentence on an event of a person. @param isQuickFlip whether it turned `active` back right after a change */
export function ofEvent({ type, actor, requestId, data }: EventOfPerson, isQuickFlip: boolean): string {
  const what = type.slice(type.indexOf('.') + 1);
  const own = OWN[what];
  if (own !== undefined) return own + statusOf(data);
  const did = what === 'updated' ? `${changedIn(data)} changed` : (EVENTS[what] ?? what.replaceAll('_', ' '));
  const stays = what === 'key_reset' && data['isAdmin'] === true ? ', an admin again once confirmed' : '';
  return `${did} by ${whoOf(actor)}${requestOf(requestId)}${statusOf(data)}${stays}${isQuickFlip ? QUICK : ''}`;
}

export function ofMembership(
  { isAdded, groupId, actor, requestId }: MembershipOfPerson,
  name: string | undefined,
): string {
  const group = name === undefined ? `the deleted group ${groupId}` : `group ${quoted(name)}`;
  return `${isAdded ? 'Put into' : 'Taken out of'} ${group} by ${whoOf(actor)}${requestOf(requestId)}`;
}

export function ofRequest(request: ListedRequest, keyLabel: string | undefined): string {
  const { method, path, status, detail, keyId, operations, failedOperations, ignored } = request;
  const by = keyId === null ? 'without a key that is right' : `with key ${quoted(keyLabel || keyId)}`;
  const bulk = operations === null ? '' : ` (${failedOperations} of ${operations} operations failed)`;
  const leftOut = ignored === null ? '' : `, without ${ignored.replaceAll(',', ', ')}, which no schema defines`;
  return `${method} ${path} ${by} was answered with ${status}${bulk}${leftOut}${detail === null ? '' : `: ${detail}`}`;
}

export function ofKeyStep({ kind, keyVersion }: KeyStep): string {
  switch (kind) {
    case 'member_key.set':
      return 'Made a key';
    case 'member_key.wrapped':
      return `Was handed version ${keyVersion} of the key of the organization`;
    case 'organization_key.created':
      return 'Made the key of the organization';
    case 'organization_key.rotated':
      return `Changed the key of the organization to version ${keyVersion}`;
  }
}

export function ofLink(source: LinkSource, { purpose, address, inviter, expiresAt, voidedBecause }: LinkStep): string {
  const link = `The ${PURPOSES[purpose]} for ${oneLine(address)}`;
  switch (source) {
    case 'issued':
      return `${link} was issued${inviter === null ? '' : ` by ${oneLine(inviter)}`}, good until ${timeText(expiresAt)}`;
    case 'used':
      return `${link} was used`;
    case 'voided':
      return `${link} was made void${voidedBecause === null ? '' : ` ${VOIDED[voidedBecause]}`}`;
    case 'expired':
      return `${link} expired without having been used`;
  }
}

export function ofMail({ template, to, state, sentAt, lastError }: MailToPerson): string {
  const became = state === 'sent' ? `was sent${sentAt === null ? '' : ` at ${timeText(sentAt)}`}` : STATES[state];
  const why = state === 'sent' || lastError === null ? '' : ` after: ${oneLine(lastError)}`;
  return `The mail ${quoted(template)} to ${oneLine(to)} ${became}${why}`;
}

function whoOf({ kind, id, label }: Actor): string {
  if (kind === 'operator') return 'the operator at the command line';
  if (kind === 'server') return 'the server';
  const name = quoted(label || (id ?? 'unknown'));
  return kind === 'key' ? `the identity provider (key ${name})` : name;
}

function requestOf(requestId: string | null): string {
  return requestId ? `, request ${requestId}` : '';
}

function statusOf({ status, statusBefore }: Readonly<Record<string, unknown>>): string {
  if (typeof status !== 'string') return '';
  return typeof statusBefore === 'string' ? `: ${statusBefore} before, ${status} now` : `: ${status} now`;
}

function changedIn({ changes }: Readonly<Record<string, unknown>>): string {
  const names = typeof changes === 'object' && changes !== null ? Object.keys(changes) : [];
  return names.length === 0 ? 'Attributes' : names.join(', ');
}

function quoted(name: string): string {
  return `“${oneLine(name)}”`;
}

/** To the minute: `2026-12-01 03:35 UTC`. */
function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
