import { describe, expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const muster = withMuster();
const tenant = withTenant(muster);
let serial = 0;
const userName = () => `resource-${(serial += 1)}@example.com`;
const post = (attributes: object) => tenant.post('/Users', { schemas: [USER], userName: userName(), ...attributes });

describe('A new resource', () => {
  test('is 201 with its representation, and its absolute URI in Location, Content-Location’s place and meta', async () => {
    const { status, headers, json } = await post({});
    expect(status).toBe(201);
    expect(headers.get('content-type')).toMatch(/^application\/scim\+json/);
    expect(json.meta.location).toBe(`https://muster.example/scim/v2/${tenant.organizationId}/Users/${json.id}`);
    expect(headers.get('location')).toBe(json.meta.location);
    expect(headers.get('etag')).toBe(json.meta.version);
    expect(json.meta).toMatchObject({ resourceType: 'User', lastModified: json.meta.created });
  });

  test('has an id, meta and groups of the server’s making, whatever the client says of them', async () => {
    const forged = {
      id: 'mine',
      meta: { created: '2000-01-01T00:00:00Z', resourceType: 'X' },
      groups: [{ value: 'x' }],
    };
    const { status, json } = await post(forged);
    expect([status, json.groups]).toEqual([201, undefined]);
    expect(json.id).toMatch(UUID);
    expect(json.meta.resourceType).toBe('User');
    expect(Date.parse(json.meta.created)).toBeGreaterThan(Date.now() - 60_000);
  });

  test('keeps values as they were given, and names as the schemas spell them', async () => {
    const given = userName().toUpperCase();
    const { json } = await tenant.post('/Users', {
      Schemas: [USER.toUpperCase()],
      USERNAME: given,
      Name: { FAMILYNAME: 'Ödegård' },
      [ENTERPRISE.toLowerCase()]: { COSTCENTER: '4130' },
    });
    expect(json).toMatchObject({
      userName: given,
      name: { familyName: 'Ödegård' },
      [ENTERPRISE]: { costCenter: '4130' },
    });
    expect(json.schemas).toEqual([USER, ENTERPRISE]);
  });

  test('has no attribute for null, an empty list or an empty object: they are one state', async () => {
    const { json } = await post({ title: null, emails: [], name: {}, phoneNumbers: null, [ENTERPRISE]: {} });
    expect(Object.keys(json).toSorted()).toEqual(['active', 'id', 'meta', 'schemas', 'userName']);
    expect(json.schemas).toEqual([USER]);
  });

  test('takes canonical values as suggestions, and any reference that is text', async () => {
    const emails = [{ value: 'a@example.com', type: 'carrier pigeon' }];
    const { status, json } = await post({ emails, profileUrl: 'not a URL' });
    expect([status, json.emails, json.profileUrl]).toEqual([201, emails, 'not a URL']);
  });

  test.each<[string, object, string]>([
    [
      'two primary values',
      {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      },
      'invalidValue',
    ],
    ['a complex value in a sub-attribute', { name: { familyName: { x: 1 } } }, 'invalidValue'],
    ['a list of two for a single value', { title: ['a', 'b'] }, 'invalidValue'],
    ['a text for a list', { emails: 'a' }, 'invalidValue'],
    ['no required attribute', { userName: null }, 'invalidValue'],
    ['an attribute twice in different case', { title: 'a', TITLE: 'b' }, 'invalidSyntax'],
    ['base64 that is none', { x509Certificates: [{ value: '!' }] }, 'invalidValue'],
    ['a number for text', { title: 7 }, 'invalidValue'],
  ])('with %s is refused', async (_, attributes, scimType) => {
    const { status, json } = await post(attributes);
    expect([status, json.scimType]).toEqual([400, scimType]);
  });

  test('without what its type requires is refused: a group needs a displayName', async () => {
    const { status, json } = await tenant.post('/Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'] });
    expect([status, json.scimType]).toEqual([400, 'invalidValue']);
  });

  test('of a name that is taken is 409 uniqueness, and of a deleted one is new', async () => {
    const { id, userName: name } = await tenant.newUser();
    const taken = await post({ userName: name.toUpperCase() });
    expect([taken.status, taken.json.scimType]).toEqual([409, 'uniqueness']);
    expect(taken.json.detail).toMatch(/^This userName is already taken/);
    await tenant.delete(`/Users/${id}`);
    const anew = await post({ userName: name });
    expect([anew.status, anew.json.id === id]).toEqual([201, false]);
  });
});

describe('PUT', () => {
  test('replaces what it gives, clears what it leaves out, and ignores what is readOnly', async () => {
    const user = await tenant.newUser({ title: 'T', nickName: 'N', emails: [{ value: 'a@example.com' }] });
    const { status, json } = await tenant.put(`/Users/${user.id}`, {
      schemas: [USER],
      userName: user.userName,
      nickName: 'M',
      id: 'other',
      meta: { version: 'x' },
    });
    expect([status, json.id, json.nickName, json.title, json.emails]).toEqual([
      200,
      user.id,
      'M',
      undefined,
      undefined,
    ]);
    expect(json.meta.version).toBe('W/"2"');
  });

  test('never creates, and cannot take a unique value from another', async () => {
    const missing = '01980000-0000-7000-8000-000000000000';
    expect((await tenant.put(`/Users/${missing}`, { schemas: [USER], userName: userName() })).status).toBe(404);
    const [one, two] = [await tenant.newUser(), await tenant.newUser()];
    const { status, json } = await tenant.put(`/Users/${one.id}`, { schemas: [USER], userName: two.userName });
    expect([status, json.scimType]).toEqual([409, 'uniqueness']);
  });
});

describe('PATCH', () => {
  test('a new primary value turns the old one off', async () => {
    const { id } = await tenant.newUser({
      emails: [
        { value: 'a', primary: true },
        { value: 'b', type: 'work' },
      ],
    });
    const { json } = await tenant.patch(`/Users/${id}`, [
      { op: 'replace', path: 'emails[type eq "work"].primary', value: true },
    ]);
    expect(json.emails).toEqual([
      { value: 'a', primary: false },
      { value: 'b', type: 'work', primary: true },
    ]);
  });

  test('what it makes of an extension is named in schemas, and no more when it is gone', async () => {
    const { id } = await tenant.newUser();
    const added = await tenant.patch(`/Users/${id}`, [{ op: 'add', path: `${ENTERPRISE}:costCenter`, value: '1' }]);
    expect(added.json.schemas).toEqual([USER, ENTERPRISE]);
    const removed = await tenant.patch(`/Users/${id}`, [{ op: 'remove', path: ENTERPRISE }]);
    expect([removed.json.schemas, removed.json[ENTERPRISE]]).toEqual([[USER], undefined]);
  });

  test('a required attribute cannot be removed', async () => {
    const { id } = await tenant.newUser();
    const { status, json } = await tenant.patch(`/Users/${id}`, [{ op: 'remove', path: 'userName' }]);
    expect([status, json.scimType]).toEqual([400, 'mutability']);
  });
});

describe('DELETE', () => {
  test('is 204 without a body, then 404 for every method and no filter finds it', async () => {
    const { id, userName: name } = await tenant.newUser();
    const { status, text } = await tenant.delete(`/Users/${id}`);
    expect([status, text]).toEqual([204, '']);
    for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
      const body =
        method === 'PUT' ? { schemas: [USER], userName: name } : { Operations: [{ op: 'remove', path: 'title' }] };
      const withBody = method === 'PUT' || method === 'PATCH';
      expect((await tenant.send(method, `/Users/${id}`, withBody ? body : undefined)).status).toBe(404);
    }
    expect(await tenant.find('/Users', `userName eq "${name}"`)).toEqual([]);
  });
});

test('an id of one resource type is no id of another', async () => {
  const user = await tenant.newUser();
  const group = await tenant.newGroup();
  for (const path of [`/Groups/${user.id}`, `/Users/${group.id}`, `/Roles/${user.id}`])
    expect((await tenant.get(path)).status).toBe(404);
});

test('an error has its schema, its status as text and a detail', async () => {
  const { json } = await tenant.get('/Users/none');
  expect(json).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '404',
    detail: expect.stringMatching(/\w/),
  });
});
