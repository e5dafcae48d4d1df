import { beforeAll, describe, expect, test } from '@jest/globals';
import { Admin } from '../support/admin.js';
import { withMuster } from '../support/muster.js';

const muster = withMuster();
let admin: Admin;
let organizationId: string;
beforeAll(async () => {
  organizationId = await muster.newOrganization();
  admin = await Admin.of(muster, organizationId);
});

const call = (method: string, path: string, body?: object) =>
  admin.send(method, `/organizations/${organizationId}/${path}`, body);

describe('Extensions and roles', () => {
  const URN = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

  test('an extension is registered, listed and taken away', async () => {
    const schema = { id: URN, name: 'Acme', attributes: [{ name: 'badge', type: 'string' }] };
    expect(await call('POST', 'extensions', { resourceType: 'User', schema })).toMatchObject({
      status: 201,
      json: { id: URN, name: 'Acme', resourceType: 'User' },
    });
    expect((await call('GET', 'extensions')).json.extensions).toMatchObject([
      { id: URN, resourceType: 'User', attributes: [{ name: 'badge', type: 'string' }] },
    ]);
    expect((await call('DELETE', `extensions/${URN}`)).status).toBe(204);
    expect((await call('DELETE', `extensions/${URN}`)).status).toBe(404);
  });

  test('a schema with faults is refused with all of them and their places, and nothing changes', async () => {
    const subAttributes = [{ name: 'floor', type: 'number' }];
    const attributes = [
      { name: 'badge', 'a/b': 1 },
      { name: 'desk', type: 'complex', subAttributes },
      { name: 'BADGE' },
    ];
    const schema = { id: 'no-urn', name: 'Acme', attributes };
    const refused = await call('POST', 'extensions', { resourceType: 'User', schema });
    expect(refused).toMatchObject({ status: 400, json: { reason: 'invalid_schema' } });
    expect(refused.json.errors).toMatchObject([
      { pointer: '/id', detail: expect.stringContaining('URN') },
      { pointer: '/attributes/0/a~1b', detail: expect.stringContaining('badge') },
      { pointer: '/attributes/1/subAttributes/0/type', detail: expect.stringContaining('desk.floor') },
      { pointer: '/attributes/2/name', detail: expect.stringContaining('more than once') },
    ]);
    expect((await call('GET', 'extensions')).json).toEqual({ extensions: [] });
  });

  test.each(['roles', 'entitlements'])('%s are defined, listed by pages and taken away', async (plural) => {
    const ids: string[] = [];
    for (const displayName of ['Editor', 'Reader']) {
      const { status, json } = await call('POST', plural, { displayName });
      expect({ status, json }).toMatchObject({ status: 201, json: { displayName, description: null } });
      ids.push(json.id);
    }
    expect((await call('POST', plural, { displayName: 'editor' })).status).toBe(409);
    const first = (await call('GET', `${plural}?limit=1`)).json;
    expect(first[plural]).toMatchObject([{ id: ids[0], displayName: 'Editor' }]);
    const second = (await call('GET', `${plural}?limit=1&after=${encodeURIComponent(first.next)}`)).json;
    expect(second).toMatchObject({ [plural]: [{ id: ids[1] }], next: null });
    expect((await call('DELETE', `${plural}/${ids[0]}`)).status).toBe(204);
    expect((await call('DELETE', `${plural}/${ids[0]}`)).status).toBe(404);
  });
});
