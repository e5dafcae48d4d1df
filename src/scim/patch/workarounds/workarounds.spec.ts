import { describe, expect, test } from '@jest/globals';
import { userType } from '../../../users/user-type.js';
import type { PatchOperation } from '../patch-operation.js';
import { pathsAsNames } from './entra-id.js';
import { ownIdentity } from './okta.js';

const context = { id: 'the-id', type: userType };
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe("Entra ID's paths as names each become an operation of their own", () => {
  test.each<[PatchOperation, PatchOperation[]]>([
    [{ op: 'add', value: { 'name.givenName': 'K' } }, [{ op: 'add', path: 'name.givenName', value: 'K' }]],
    [{ op: 'replace', value: { title: 'x' } }, [{ op: 'replace', value: { title: 'x' } }]],
    [
      { op: 'add', value: { title: 'x', [`${ENTERPRISE}:costCenter`]: '4130', 'emails[type eq "work"].value': 'k' } },
      [
        { op: 'add', value: { title: 'x' } },
        { op: 'add', path: `${ENTERPRISE}:costCenter`, value: '4130' },
        { op: 'add', path: 'emails[type eq "work"].value', value: 'k' },
      ],
    ],
    [{ op: 'add', value: { 'emails[primary': 1 } }, [{ op: 'add', path: 'emails[primary', value: 1 }]],
    [
      { op: 'add', value: { [ENTERPRISE]: { costCenter: '1' } } },
      [{ op: 'add', value: { [ENTERPRISE]: { costCenter: '1' } } }],
    ],
    [{ op: 'add', value: {} }, []],
    [{ op: 'add', value: 'x' }, [{ op: 'add', value: 'x' }]],
    [{ op: 'add', path: 'name', value: { 'a.b': 1 } }, [{ op: 'add', path: 'name', value: { 'a.b': 1 } }]],
  ])('%j', (operation, expected) => {
    expect(pathsAsNames(operation, context)).toEqual(expected);
  });
});

describe("Okta's repetition of what a resource is says nothing new", () => {
  test.each<[PatchOperation, PatchOperation[]]>([
    [{ op: 'replace', value: { id: 'the-id', displayName: 'x' } }, [{ op: 'replace', value: { displayName: 'x' } }]],
    [{ op: 'replace', value: { ID: 'the-id', Schemas: [], META: {}, a: 1 } }, [{ op: 'replace', value: { a: 1 } }]],
    [{ op: 'replace', value: { id: 'other' } }, [{ op: 'replace', value: { id: 'other' } }]],
    [{ op: 'replace', value: { id: 'THE-ID' } }, [{ op: 'replace', value: { id: 'THE-ID' } }]],
    [{ op: 'replace', value: { id: 'the-id' } }, []],
    [{ op: 'replace', value: {} }, []],
    [{ op: 'replace', value: { externalId: 'the-id' } }, [{ op: 'replace', value: { externalId: 'the-id' } }]],
    [{ op: 'replace', value: ['x'] }, [{ op: 'replace', value: ['x'] }]],
    [{ op: 'replace', path: 'id', value: { id: 'the-id' } }, [{ op: 'replace', path: 'id', value: { id: 'the-id' } }]],
  ])('%j', (operation, expected) => {
    expect(ownIdentity(operation, context)).toEqual(expected);
  });
});
