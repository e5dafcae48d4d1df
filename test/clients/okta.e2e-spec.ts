import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Tenant, withMuster } from '../support/muster.js';

const muster = withMuster();
let okta: Tenant;
beforeAll(async () => {
  okta = await muster.newTenant();
});

const createBody = (userName: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName,
  name: { givenName: 'Test', familyName: 'User' },
  emails: [{ primary: true, value: userName, type: 'work' }],
  displayName: 'Test User',
  locale: 'en-US',
  externalId: '00ujl29u0le5T6Aj10h7',
  groups: [],
  password: '1mz050nq-very-secret',
  active: true,
});

describe('Okta', () => {
  test('creates a user with the body of its documentation; the password is nowhere', async () => {
    const { status, json, text, headers } = await okta.post('/Users', createBody('test.user@okta.local'), {
      'Content-Type': 'application/json',
    });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(json.meta.location);
    expect(json).toMatchObject({
      userName: 'test.user@okta.local',
      active: true,
      externalId: '00ujl29u0le5T6Aj10h7',
      locale: 'en-US',
    });
    expect(json).not.toHaveProperty('groups');
    expect(text).not.toContain('1mz050nq');
    const stored = await Promise.all(
      ['users', 'user_emails', 'events'].map((table) => muster.rows(`SELECT * FROM ${table}`)),
    );
    expect(JSON.stringify(stored)).not.toContain('1mz050nq');
  });

  test('finds nobody with 200, and somebody in any letter case', async () => {
    const { id } = await okta.newUser({ userName: 'Babs@okta.local' });
    const nobody = await okta.get('/Users?filter=userName%20eq%20%22nobody%40okta.local%22&startIndex=1&count=100');
    expect(nobody.json).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    });
    const somebody = await okta.get('/Users?filter=userName%20eq%20%22BABS%40OKTA.LOCAL%22&startIndex=1&count=100');
    expect(somebody.json.Resources.map((user: { id: string }) => user.id)).toEqual([id]);
  });

  test('deactivates without a path, finds the deactivated user and reactivates the same', async () => {
    const { id, userName } = await okta.newUser();
    expect((await okta.patch(`/Users/${id}`, [{ op: 'replace', value: { active: false } }])).status).toBe(200);
    expect((await okta.get(`/Users/${id}`)).json.active).toBe(false);
    expect(await okta.find('/Users', `userName eq "${userName}"`)).toEqual([id]);
    expect((await okta.patch(`/Users/${id}`, [{ op: 'replace', value: { active: true } }])).json).toMatchObject({
      id,
      active: true,
    });
  });

  test('puts back all that a GET gave, and what it leaves out is gone', async () => {
    const user = await okta.newUser({
      phoneNumbers: [{ value: '555', type: 'work' }],
      name: { givenName: 'A', middleName: 'B' },
    });
    const { phoneNumbers: _left, ...rest } = user;
    const body = {
      ...rest,
      meta: { created: 'yesterday' },
      groups: [],
      password: 'x',
      name: { givenName: 'A', middleName: '' },
    };
    const { status, json } = await okta.put(`/Users/${user.id}`, body);
    expect(status).toBe(200);
    expect(json).not.toHaveProperty('phoneNumbers');
    expect(json.meta.created).toBe((user['meta'] as { created: string }).created);
  });

  test('a PUT without active revokes nobody and restores nobody', async () => {
    const { id, userName } = await okta.newUser({ active: false });
    const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName };
    expect((await okta.put(`/Users/${id}`, body)).json.active).toBe(false);
    expect((await okta.put(`/Users/${id}`, { ...body, active: true })).json.active).toBe(true);
    expect((await okta.put(`/Users/${id}`, body)).json.active).toBe(true);
  });

  test('renames a group by its id and name, and the members stay', async () => {
    const { id: member } = await okta.newUser();
    const { id } = await okta.newGroup({ members: [{ value: member }] });
    expect((await okta.patch(`/Groups/${id}`, [{ op: 'replace', value: { id, displayName: 'Renamed' } }])).status).toBe(
      204,
    );
    const { json } = await okta.get(`/Groups/${id}`);
    expect(json).toMatchObject({ displayName: 'Renamed', members: [{ value: member, type: 'User' }] });
  });

  test('a taken userName is 409 uniqueness, also when its owner is deactivated', async () => {
    const { userName } = await okta.newUser({ active: false });
    const { status, json } = await okta.post('/Users', createBody(userName.toUpperCase()));
    expect([status, json.scimType]).toEqual([409, 'uniqueness']);
  });

  test('deletes a group: 204 without a body, then 404, and the people stay', async () => {
    const { id: member } = await okta.newUser();
    const { id } = await okta.newGroup({ members: [{ value: member }] });
    const { status, text } = await okta.delete(`/Groups/${id}`);
    expect([status, text]).toEqual([204, '']);
    expect((await okta.get(`/Groups/${id}`)).status).toBe(404);
    expect((await okta.get(`/Users/${member}`)).json).not.toHaveProperty('groups');
  });

  test.each(['010101001010101011001010101011', '00919288221112222', 'x', '%2F', "'"])(
    'an unknown id (%s) is 404',
    async (id) => {
      const { status, json, headers } = await okta.get(`/Users/${id}`);
      expect([status, json.status, headers.get('content-type')]).toEqual([
        404,
        '404',
        'application/scim+json; charset=utf-8',
      ]);
    },
  );

  test('GETs with a Content-Type, without a body and with its odd Accept are answered', async () => {
    const headers = {
      'Content-Type': 'application/scim+json',
      Accept: 'application/scim+json; charset=utf-8',
      'Accept-Charset': 'utf-8',
    };
    const { status, json } = await okta.get('/Users?count=2&startIndex=1', headers);
    expect(status).toBe(200);
    expect([json.totalResults, json.startIndex, json.itemsPerPage].every(Number.isInteger)).toBe(true);
  });
});
