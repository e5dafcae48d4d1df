import { describe, expect, test } from '@jest/globals';
import type { Actor } from '../../events/actor.js';
import type { ListedRequest } from '../requests/scim-requests.repository.js';
import { ofEvent, ofKeyStep, ofLink, ofMail, ofMembership, ofRequest } from './sentences.js';
import type { EventOfPerson, KeyStep, LinkStep, MailToPerson, MembershipOfPerson } from './timeline.repository.js';

const okta: Actor = { kind: 'key', id: 'k', label: 'Okta' };
const OPERATOR = 'the operator at the command line';
const event = (type: string, more: Partial<EventOfPerson> = {}): EventOfPerson => ({
  sequence: 1,
  time: 0,
  type,
  actor: { kind: 'operator' },
  requestId: null,
  data: {},
  ...more,
});

describe('The timeline describes an event', () => {
  test.each([
    ['user.created', `Provisioned by ${OPERATOR}`],
    ['user.taken_over', `Adopted by ${OPERATOR}`],
    ['user.adoption_asked', `Adoption asked for by ${OPERATOR}`],
    ['user.adoption_approved', `Adoption approved by ${OPERATOR}`],
    ['user.adoption_refused', `Adoption refused by ${OPERATOR}`],
    ['user.deactivated', `Deactivated by ${OPERATOR}`],
    ['user.activated', `Activated again by ${OPERATOR}`],
    ['user.deleted', `Deleted by ${OPERATOR}`],
    ['user.invited', `Invited by ${OPERATOR}`],
    ['user.invitation_resent', `Sent a new invitation by ${OPERATOR}`],
    ['user.key_reset', `Key taken away for a new invitation by ${OPERATOR}`],
    ['user.made_admin', `Made an admin by ${OPERATOR}`],
    ['user.admin_removed', `Admin role taken away by ${OPERATOR}`],
    ['user.confirmed', `Confirmed by ${OPERATOR}`],
    ['user.removal_held', `Kept by the breaker from being removed by ${OPERATOR}`],
    ['user.hold_ended', `Hold by the breaker ended by ${OPERATOR}`],
    ['user.updated', `Attributes changed by ${OPERATOR}`],
    ['user.something_new_here', `something new here by ${OPERATOR}`],
    ['user.accepted', 'Accepted the invitation'],
    ['user.address_proven', 'Proved a new address'],
    ['user.key_changed', 'Changed the key'],
  ])('%s', (type, expected) => {
    expect(ofEvent(event(type), false)).toBe(expected);
  });

  test.each<[Actor, string]>([
    [{ kind: 'operator', label: 'x' }, OPERATOR],
    [{ kind: 'server' }, 'the server'],
    [okta, 'the identity provider (key “Okta”)'],
    [{ kind: 'key', id: 'k' }, 'the identity provider (key “k”)'],
    [{ kind: 'key', id: 'k', label: '' }, 'the identity provider (key “k”)'],
    [{ kind: 'key' }, 'the identity provider (key “unknown”)'],
    [{ kind: 'admin', id: 'a', label: 'Ada\n' }, '“Ada”'],
    [{ kind: 'member', id: 'm' }, '“m”'],
    [{ kind: 'finder' }, '“unknown”'],
  ])('with who did it: %j', (actor, expected) => {
    expect(ofEvent(event('user.deleted', { actor }), false)).toBe(`Deleted by ${expected}`);
  });

  test.each([
    ['user.updated', { changes: { title: {}, name: {} } }, `title, name changed by ${OPERATOR}`],
    ['user.updated', { changes: {} }, `Attributes changed by ${OPERATOR}`],
    ['user.updated', { changes: null }, `Attributes changed by ${OPERATOR}`],
    ['user.updated', { changes: 'title' }, `Attributes changed by ${OPERATOR}`],
    ['user.confirmed', { status: 'confirmed' }, `Confirmed by ${OPERATOR}: confirmed now`],
    [
      'user.confirmed',
      { status: 'confirmed', statusBefore: 'accepted' },
      `Confirmed by ${OPERATOR}: accepted before, confirmed now`,
    ],
    ['user.confirmed', { status: 1, statusBefore: 'accepted' }, `Confirmed by ${OPERATOR}`],
    ['user.confirmed', { status: 'confirmed', statusBefore: 1 }, `Confirmed by ${OPERATOR}: confirmed now`],
    [
      'user.accepted',
      { status: 'accepted', statusBefore: 'invited' },
      'Accepted the invitation: invited before, accepted now',
    ],
    [
      'user.key_reset',
      { isAdmin: true },
      `Key taken away for a new invitation by ${OPERATOR}, an admin again once confirmed`,
    ],
    ['user.key_reset', { isAdmin: false }, `Key taken away for a new invitation by ${OPERATOR}`],
    ['user.key_reset', { isAdmin: 'true' }, `Key taken away for a new invitation by ${OPERATOR}`],
    ['user.confirmed', { isAdmin: true }, `Confirmed by ${OPERATOR}`],
  ])('with what it says: %s with %j', (type, data, expected) => {
    expect(ofEvent(event(type, { data }), false)).toBe(expected);
  });

  test('with its request, the new status, and a warning where it came too soon', () => {
    const data = { status: 'confirmed', statusBefore: 'revoked' };
    expect(ofEvent(event('user.activated', { requestId: 'r1', actor: okta, data }), true)).toBe(
      'Activated again by the identity provider (key “Okta”), request r1: revoked before, confirmed now. Warning: ' +
        'this changed "active" back within a second. The requests may have arrived in the wrong order; the last one counts',
    );
  });
});

describe('The timeline describes a membership', () => {
  const membership = (isAdded: boolean, requestId: string | null): MembershipOfPerson => ({
    sequence: 1,
    time: 0,
    actor: okta,
    groupId: 'g1',
    isAdded,
    requestId,
  });

  test.each([
    [true, 'Crew', null, 'Put into group “Crew” by the identity provider (key “Okta”)'],
    [false, 'Crew', 'r1', 'Taken out of group “Crew” by the identity provider (key “Okta”), request r1'],
    [true, undefined, null, 'Put into the deleted group g1 by the identity provider (key “Okta”)'],
    [true, '', null, 'Put into group “” by the identity provider (key “Okta”)'],
  ])('added: %s, to a group of the name %j', (isAdded, name, requestId, expected) => {
    expect(ofMembership(membership(isAdded, requestId), name)).toBe(expected);
  });
});

describe('The timeline describes a request', () => {
  const request = {
    method: 'PATCH',
    path: '/Users/a',
    status: 400,
    detail: null,
    keyId: 'k',
    operations: null,
    failedOperations: null,
    ignored: null,
  };

  test.each([
    [{}, 'Okta', 'PATCH /Users/a with key “Okta” was answered with 400'],
    [{}, undefined, 'PATCH /Users/a with key “k” was answered with 400'],
    [{}, '', 'PATCH /Users/a with key “k” was answered with 400'],
    [{ keyId: null }, undefined, 'PATCH /Users/a without a key that is right was answered with 400'],
    [
      { status: 200, ignored: 'costCentre,name.nickname' },
      'Okta',
      'PATCH /Users/a with key “Okta” was answered with 200, without costCentre, name.nickname, which no schema defines',
    ],
    [{ detail: 'No' }, 'Okta', 'PATCH /Users/a with key “Okta” was answered with 400: No'],
    [
      { operations: 3, failedOperations: 0 },
      'Okta',
      'PATCH /Users/a with key “Okta” was answered with 400 (0 of 3 operations failed)',
    ],
    [
      { operations: 3, failedOperations: 1, detail: 'No' },
      'Okta',
      'PATCH /Users/a with key “Okta” was answered with 400 (1 of 3 operations failed): No',
    ],
  ])('%j with a key called %j', (more, label, expected) => {
    expect(ofRequest({ ...request, ...more } as ListedRequest, label)).toBe(expected);
  });
});

test.each<[KeyStep['kind'], string]>([
  ['member_key.set', 'Made a key'],
  ['member_key.wrapped', 'Was handed version 2 of the key of the organization'],
  ['organization_key.created', 'Made the key of the organization'],
  ['organization_key.rotated', 'Changed the key of the organization to version 2'],
])('A step of keys is told: %s', (kind, expected) => {
  expect(ofKeyStep({ kind, keyVersion: 2, sequence: 1, time: 0, recipient: 'age1' })).toBe(expected);
});

describe('The timeline describes a link', () => {
  const link: LinkStep = {
    time: 0,
    id: 'l',
    purpose: 'invitation',
    address: 'ada@x.io',
    inviter: null,
    expiresAt: Date.UTC(2026, 11, 1, 3, 35, 59),
    voidedBecause: null,
  };

  test.each([
    ['issued', {}, 'The invitation for ada@x.io was issued, good until 2026-12-01 03:35 UTC'],
    ['issued', { inviter: 'Eve\n' }, 'The invitation for ada@x.io was issued by Eve, good until 2026-12-01 03:35 UTC'],
    ['used', { purpose: 'sign-in' }, 'The link to sign in for ada@x.io was used'],
    ['used', { address: 'a\nb' }, 'The invitation for a b was used'],
    ['expired', { purpose: 'address' }, 'The link to prove an address for ada@x.io expired without having been used'],
    ['voided', {}, 'The invitation for ada@x.io was made void'],
    [
      'voided',
      { voidedBecause: 'replaced' },
      'The invitation for ada@x.io was made void because a newer one replaced it',
    ],
    [
      'voided',
      { voidedBecause: 'revoked' },
      'The invitation for ada@x.io was made void because all access was taken away',
    ],
    [
      'voided',
      { voidedBecause: 'deleted' },
      'The invitation for ada@x.io was made void because the person was deleted',
    ],
  ] as const)('%s with %j', (source, more, expected) => {
    expect(ofLink(source, { ...link, ...more })).toBe(expected);
  });
});

describe('The timeline describes a mail', () => {
  const mail: MailToPerson = {
    id: 'm',
    time: 0,
    to: 'ada@x.io',
    template: 'invitation',
    state: 'waiting',
    attempts: 0,
    sentAt: null,
    lastError: null,
  };

  test.each([
    [{}, 'The mail “invitation” to ada@x.io waits to be sent'],
    [{ lastError: '451\nlater' }, 'The mail “invitation” to ada@x.io waits to be sent after: 451 later'],
    [{ state: 'dead', lastError: '550' }, 'The mail “invitation” to ada@x.io was given up after: 550'],
    [{ state: 'withdrawn' }, 'The mail “invitation” to ada@x.io was called back'],
    [
      { state: 'sent', sentAt: Date.UTC(2026, 11, 1, 3, 5) },
      'The mail “invitation” to ada@x.io was sent at 2026-12-01 03:05 UTC',
    ],
    [{ state: 'sent', lastError: '451' }, 'The mail “invitation” to ada@x.io was sent'],
  ] as const)('%j', (more, expected) => {
    expect(ofMail({ ...mail, ...more })).toBe(expected);
  });
});
