import { describe, expect, test } from '@jest/globals';
import type { Event } from '../../events/event.js';
import { groupType } from '../../groups/group-type.js';
import { userType } from '../../users/user-type.js';
import { scimEvent } from './scim-event.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

function event(type: string, data: object): Event {
  return {
    id: '0192f0c1-2d3e-7f40-8a51-0123456789ab',
    organizationId: '0192f0c1-0000-7000-8000-000000000001',
    sequence: 1,
    time: '2026-11-25T17:00:00.000Z',
    type,
    resourceType: type.startsWith('user') ? 'User' : 'Group',
    resourceId: 'r1',
    actor: { kind: 'operator' },
    data,
  };
}

/** Event URIs without what all of them begin with. */
function urisOf(type: string, data: object): string[] {
  const told = scimEvent(event(type, data), type.startsWith('user') ? userType : groupType);
  return Object.keys(told?.events ?? {}).map((uri) => uri.replace('urn:ietf:params:scim:event:', ''));
}

/** The operations by which an update is told. */
function operationsOf(changes: object): unknown {
  const told = scimEvent(event('user.updated', { changes }), userType);
  return Object.values(told?.events ?? {}).flatMap(
    (payload) => (payload as { data: { Operations: object[] } }).data.Operations,
  );
}

describe('Access is told when it begins and when it ends', () => {
  test.each([
    ['user.confirmed', 'accepted', 'confirmed', ['prov:activate']],
    ['user.activated', 'revoked', 'confirmed', ['prov:patch:full', 'prov:activate']],
    ['user.activated', 'revoked', 'invited', ['prov:patch:full']],
    ['user.deactivated', 'confirmed', 'revoked', ['prov:patch:full', 'prov:deactivate']],
    ['user.deactivated', 'invited', 'revoked', ['prov:patch:full', 'prov:deactivate']],
    ['user.key_changed', 'confirmed', 'accepted', ['prov:deactivate']],
    ['user.key_changed', 'accepted', 'accepted', []],
    ['user.key_reset', 'confirmed', 'invited', ['prov:deactivate']],
    ['user.accepted', 'invited', 'accepted', []],
  ])('%s, %s before and %s now', (type, statusBefore, status, uris) => {
    expect(urisOf(type, { status, statusBefore })).toEqual(uris);
  });

  test('what does not change the status changes no access', () => {
    expect(urisOf('user.made_admin', { status: 'invited' })).toEqual([]);
    expect(urisOf('user.taken_over', {})).toEqual([]);
  });
});

describe('An update is told by operations that lead to the same', () => {
  test.each([
    ['a value', { title: { before: 'A', after: 'B' } }, [{ op: 'replace', path: 'title', value: 'B' }]],
    ['a value that is gone', { title: { before: 'A' } }, [{ op: 'remove', path: 'title' }]],
    [
      'sub-attributes, because replacing the whole leaves those that are not named',
      { name: { before: { givenName: 'A', middleName: 'M' }, after: { givenName: 'B' } } },
      [
        { op: 'replace', path: 'name.givenName', value: 'B' },
        { op: 'remove', path: 'name.middleName' },
      ],
    ],
    [
      'all values of a list',
      { emails: { before: [{ value: 'a' }], after: [{ value: 'b' }] } },
      [{ op: 'replace', path: 'emails', value: [{ value: 'b' }] }],
    ],
    [
      'attributes of an extension, which has no path of its own',
      { [ENTERPRISE]: { before: { department: 'A', manager: { value: '1' } }, after: { manager: { value: '2' } } } },
      [
        { op: 'remove', path: `${ENTERPRISE}:department` },
        { op: 'replace', path: `${ENTERPRISE}:manager.value`, value: '2' },
      ],
    ],
    [
      'an extension that is new',
      { [ENTERPRISE]: { after: { department: 'A' } } },
      [{ op: 'replace', path: `${ENTERPRISE}:department`, value: 'A' }],
    ],
    ['nothing of what SCIM does not return', { password: {}, [ENTERPRISE]: {} }, []],
  ])('%s', (_what, changes, operations) => {
    expect(operationsOf(changes)).toEqual(operations);
  });
});
