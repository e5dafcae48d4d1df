import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { SchemasService } from '../../src/organizations/schemas/schemas.service.js';
import { type Tenant, withMuster } from '../support/muster.js';
import type { Json } from '../support/scim-client.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const TAGS = 'urn:example:params:scim:schemas:extension:acme:2.0:Tags';
const tags = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: TAGS,
  name: 'Tags',
  attributes: [{ name: 'tags', multiValued: true }],
};
const UNKNOWN_ID = '01900000-0000-7000-8000-000000000000';

const muster = withMuster();
const tenants = new Map<string, Tenant>();
beforeAll(async () => {
  for (const profile of ['compat', 'strict'] as const) tenants.set(profile, await muster.newTenant(profile));
});

describe.each(['compat', 'strict'])('With a %s key', (profile) => {
  const emails = [{ value: 'mai@work.example', type: 'work', primary: true }];

  test.each([
    [[null]],
    [[null, null]],
    [[[]]],
    [[{}]],
    [['']],
    [[{ value: null }]],
    [[{ display: 'x' }]],
    [[{ $ref: 'x' }]],
    [[{ id: UNKNOWN_ID }]],
  ])('a group that is replaced with members %j keeps its members and its name', async (members) => {
    const tenant = tenants.get(profile)!;
    const { id: person } = await tenant.newUser();
    const { id, displayName, meta } = await tenant.newGroup({ members: [{ value: person }] });
    const body = { schemas: [GROUP], displayName: `${displayName} new`, members };
    const { status, json } = await tenant.put(`/Groups/${id}`, body);
    expect([status, json.scimType]).toEqual([400, refusalOf(members)]);
    expect((await tenant.get(`/Groups/${id}`)).json).toMatchObject({ displayName, meta, members: [{ value: person }] });
    expect((await tenant.post('/Groups', body)).status).toBe(400);
    expect(await tenant.find('/Groups', `displayName eq "${displayName} new"`)).toEqual([]);
  });

  test.each(['emails', 'phoneNumbers', 'addresses', 'ims', 'photos'])(
    'a user who is replaced with empty values of %s keeps all, and none is made of them',
    async (name) => {
      const tenant = tenants.get(profile)!;
      const { id, userName, meta } = await tenant.newUser({ emails });
      for (const values of [[null], [[]], [{}], [{ type: null }], [null, {}]]) {
        const body = { schemas: [USER], userName: `new-${userName}`, emails, [name]: values };
        const { status, json } = await tenant.put(`/Users/${id}`, body);
        expect([values, status, json.scimType]).toEqual([values, 400, 'invalidValue']);
        expect(json.detail).toContain(`"${name}"`);
        expect((await tenant.post('/Users', body)).status).toBe(400);
      }
      expect((await tenant.get(`/Users/${id}`)).json).toMatchObject({ userName, meta, emails });
      expect(await tenant.find('/Users', `userName eq "new-${userName}"`)).toEqual([]);
    },
  );

  test('an empty list and null clear, and an empty value beside others is left out', async () => {
    const tenant = tenants.get(profile)!;
    const { id, userName } = await tenant.newUser({ emails });
    const replaced = async (values: unknown): Promise<Json> =>
      (await tenant.put(`/Users/${id}`, { schemas: [USER], userName, emails: values })).json;
    expect((await replaced([...emails, null, {}]))['emails']).toEqual(emails);
    expect(await replaced([])).not.toHaveProperty('emails');
    expect((await replaced(emails))['emails']).toEqual(emails);
    expect(await replaced(null)).not.toHaveProperty('emails');
  });

  test('a list of an extension that holds null alone is refused as well', async () => {
    const tenant = tenants.get(profile)!;
    await muster.app.get(SchemasService).register(tenant.organizationId, 'User', tags, OPERATOR);
    const { id, userName } = await tenant.newUser({ schemas: [USER, TAGS], [TAGS]: { tags: ['a'] } });
    const body = { schemas: [USER, TAGS], userName, [TAGS]: { tags: [null] } };
    const { status, json } = await tenant.put(`/Users/${id}`, body);
    expect([status, json.scimType]).toEqual([400, 'invalidValue']);
    expect((await tenant.get(`/Users/${id}`)).json[TAGS]).toEqual({ tags: ['a'] });
  });

  /** Names that no schema has are a matter of syntax to strict keys. */
  function refusalOf([member]: readonly unknown[]): string {
    return profile === 'strict' && Object.hasOwn(Object(member), 'id') ? 'invalidSyntax' : 'invalidValue';
  }
});
