import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Tenant, withMuster } from '../support/muster.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const muster = withMuster();
let entra: Tenant;
let strict: Tenant;
beforeAll(async () => {
  [entra, strict] = [await muster.newTenant(), await muster.newTenant('strict')];
});

const emails = [{ value: 'w@example.com', type: 'work', primary: true }];

describe('Entra ID', () => {
  test('tests the connection with filters that find nobody', async () => {
    for (const filter of ['userName eq "4f…"', 'externalId eq "4f"', 'emails[type eq "work"].value eq "4f"']) {
      expect((await entra.filter('/Users', filter)).json).toMatchObject({ totalResults: 0, Resources: [] });
    }
  });

  test('creates with extensions that it does not use, roles with a boolean as text and odd values', async () => {
    const { status, json } = await entra.post('/Users', {
      schemas: [USER, ENTERPRISE, 'urn:x:not:here'],
      userName: 'odd@example.com',
      active: 'True',
      meta: { resourceType: 'User' },
      roles: [{ primary: 'True', display: 'd', value: 'v', type: 't' }],
      profileUrl: 'no url',
      locale: 'XYZZY',
      preferredLanguage: 'nus-SS',
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      active: true,
      roles: [{ primary: true, value: 'v' }],
      profileUrl: 'no url',
      locale: 'XYZZY',
      schemas: [USER],
    });
  });

  test.each<[string, unknown[], Record<string, unknown>]>([
    [
      'Replace with a capital and a boolean as text',
      [{ op: 'Replace', path: 'active', value: 'False' }],
      { active: false },
    ],
    [
      'an e-mail that is not there',
      [{ op: 'Add', path: 'emails[type eq "home"].value', value: 'h@example.com' }],
      { emails: [...emails, { type: 'home', value: 'h@example.com' }] },
    ],
    [
      'an e-mail that is there',
      [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'n@example.com' }],
      { emails: [{ ...emails[0], value: 'n@example.com' }] },
    ],
    [
      'a new primary e-mail',
      [{ op: 'Add', path: 'emails', value: [{ value: 'p@example.com', type: 'other', primary: true }] }],
      {
        emails: [
          { ...emails[0], primary: false },
          { value: 'p@example.com', type: 'other', primary: true },
        ],
      },
    ],
    [
      'the same e-mail again',
      [{ op: 'Add', path: 'emails', value: [{ value: 'W@example.com', type: 'work' }] }],
      { emails: [{ ...emails[0], value: 'W@example.com' }] },
    ],
    [
      'an e-mail by value list',
      [{ op: 'Remove', path: 'emails', value: [{ value: 'w@example.com' }] }],
      { emails: undefined },
    ],
    [
      'a department by its URN',
      [{ op: 'Add', path: `${ENTERPRISE}:department`, value: 'R&D' }],
      { [ENTERPRISE]: { department: 'R&D' }, schemas: [USER, ENTERPRISE] },
    ],
    [
      'a manager as an object',
      [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: { value: '1' } }],
      { [ENTERPRISE]: { manager: { value: '1' } } },
    ],
    [
      'a manager as a text',
      [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: '1' }],
      { [ENTERPRISE]: { manager: { value: '1' } } },
    ],
    [
      'a manager taken away by an empty value',
      [
        { op: 'Add', path: `${ENTERPRISE}:manager`, value: { value: '1' } },
        { op: 'Replace', path: `${ENTERPRISE}:manager`, value: { value: '' } },
      ],
      { [ENTERPRISE]: undefined, schemas: [USER] },
    ],
    [
      'a whole extension by its URN',
      [{ op: 'Add', path: ENTERPRISE, value: { division: 'D' } }],
      { [ENTERPRISE]: { division: 'D' } },
    ],
    [
      'paths as names of a value',
      [
        {
          op: 'Add',
          value: {
            'name.givenName': 'K',
            [`${ENTERPRISE}:costCenter`]: '4130',
            'emails[type eq "work"].value': 'k@example.com',
            displayName: 'D',
          },
        },
      ],
      {
        name: { givenName: 'K' },
        [ENTERPRISE]: { costCenter: '4130' },
        emails: [{ ...emails[0], value: 'k@example.com' }],
        displayName: 'D',
      },
    ],
    ['null for nothing', [{ op: 'Replace', path: 'title', value: null }], { title: undefined }],
  ])('patches %s', async (_name, operations, after) => {
    const { id } = await entra.newUser({ emails, title: 'T' });
    const answer = await entra.patch(`/Users/${id}`, operations);
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    for (const [name, value] of Object.entries(after)) expect([name, answer.json[name]]).toEqual([name, value]);
  });

  test('a second group of the same name is 409, and groups are found in any case', async () => {
    const { id } = await entra.newGroup({ displayName: 'Sales' });
    expect(
      (await entra.post('/Groups', { displayName: 'SALES', schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'] }))
        .status,
    ).toBe(409);
    expect(await entra.find('/Groups', 'displayName eq "sales"')).toEqual([id]);
  });
});

describe('A strict key', () => {
  test('replaces a complex value as a whole, and claims the interoperability profile', async () => {
    const replace = [{ op: 'replace', path: 'name', value: { givenName: 'New' } }];
    for (const [tenant, name] of [
      [strict, { givenName: 'New' }],
      [entra, { givenName: 'New', familyName: 'Old' }],
    ] as const) {
      const { id } = await tenant.newUser({ name: { givenName: 'Old', familyName: 'Old' } });
      expect((await tenant.patch(`/Users/${id}`, replace)).json.name).toEqual(name);
    }
    const claims = async (tenant: Tenant) => (await tenant.get('/ServiceProviderConfig')).json.interopProfileConformant;
    expect([await claims(strict), await claims(entra)]).toEqual([true, undefined]);
  });

  test.each<[string, unknown[], string]>([
    ['an operation without a path', [{ op: 'replace', value: { active: false } }], 'invalidSyntax'],
    ['a boolean as text', [{ op: 'replace', path: 'active', value: 'False' }], 'invalidValue'],
    [
      'a boolean as text in a path',
      [{ op: 'replace', path: 'emails[primary eq "True"].value', value: 'x' }],
      'invalidFilter',
    ],
    ['replacing what is not there', [{ op: 'replace', path: 'emails[type eq "pager"].value', value: 'x' }], 'noTarget'],
    ['removing what is not there', [{ op: 'remove', path: 'emails[type eq "pager"]' }], 'noTarget'],
    ['a password', [{ op: 'replace', path: 'password', value: 'secret' }], 'mutability'],
    ['an unknown attribute', [{ op: 'replace', path: 'shoeSize', value: 44 }], 'invalidPath'],
  ])('refuses %s', async (_name, operations, scimType) => {
    const { id } = await strict.newUser({ emails });
    const { status, json } = await strict.patch(`/Users/${id}`, operations);
    expect([status, json.scimType]).toEqual([400, scimType]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown attribute', { schemas: [USER], shoeSize: 44 }, 'invalidSyntax'],
    ['an unknown schema', { schemas: [USER, 'urn:x:y'] }, 'invalidSyntax'],
    ['no schemas', {}, 'invalidSyntax'],
    ['a password', { schemas: [USER], password: 'x' }, 'mutability'],
  ])('refuses a body with %s', async (_name, body, scimType) => {
    const { status, json } = await strict.post('/Users', { userName: 'refused@example.com', ...body });
    expect([status, json.scimType]).toEqual([400, scimType]);
  });
});
