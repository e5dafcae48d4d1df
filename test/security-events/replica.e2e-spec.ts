import { beforeAll, expect, test } from '@jest/globals';
import { Application } from '../support/application.js';
import { type Tenant, withMuster } from '../support/muster.js';
import type { AnyJson, Json } from '../support/scim-client.js';
import { type Claims, TokenReceiver } from '../support/token-receiver.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const muster = withMuster();
let tenant: Tenant;
let replica: Tenant;
let receiver: TokenReceiver;
/** Ids of the replica by those of the original. */
const ids = new Map<string, string>();
beforeAll(async () => {
  [tenant, replica] = [await muster.newTenant(), await muster.newTenant('strict')];
  receiver = new TokenReceiver(await Application.of(muster, tenant.organizationId));
});

/** With the replica's ids for the original's. */
function translated(json: Json): Json {
  const text = JSON.stringify(json).replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, (id) => ids.get(id) ?? id);
  return JSON.parse(text) as Json;
}

/** Does to the replica what a token says was done. */
async function apply({ sub_id, events }: Claims): Promise<void> {
  const [, endpoint, id] = sub_id.uri.split('/');
  const { data: created } = events['prov:create:full'] ?? {};
  const { data: patch } = events['prov:patch:full'] ?? {};
  const path = `/${endpoint}/${ids.get(id!)}`;
  if (created) {
    const { status, json, text } = await replica.post(`/${endpoint}`, translated(created));
    expect([status, text]).toEqual([201, text]);
    ids.set(id!, json.id);
  }
  if (patch) expect((await replica.send('PATCH', path, translated(patch))).text).not.toContain('scimType');
  if (events['prov:delete']) expect((await replica.delete(path)).status).toBe(204);
}

/** All resources with the replica's ids, without what the server says of them. */
async function contents(client: Tenant, endpoint: string): Promise<Json[]> {
  const resources: AnyJson[] = (await client.get(`${endpoint}?count=1000`)).json.Resources;
  return resources
    .map(({ meta: _meta, groups: _groups, ...resource }) => resource as Json)
    .map((resource) => (client === replica ? resource : translated(resource)))
    .toSorted((left, right) => String(left['id']).localeCompare(String(right['id'])));
}

test('Whoever applies the tokens has the same users and groups', async () => {
  const [ada, bob, cy] = [
    await tenant.newUser({
      externalId: 'ada',
      name: { givenName: 'Ada', familyName: 'Byron', honorificPrefix: 'Lady' },
      emails: [{ value: 'ada@example.com', type: 'work', primary: true }],
      [ENTERPRISE]: { department: 'Engines', costCenter: '7' },
    }),
    await tenant.newUser({ title: 'Clerk', phoneNumbers: [{ value: '+44 1', type: 'work' }] }),
    await tenant.newUser({ active: false }),
  ];
  const group = await tenant.newGroup({ members: [{ value: ada.id }, { value: cy.id }] });
  await tenant.patch(`/Users/${ada.id}`, [
    { op: 'replace', path: 'name.familyName', value: 'Lovelace' },
    { op: 'remove', path: 'name.honorificPrefix' },
    { op: 'add', path: 'emails', value: [{ value: 'ada@home.example', type: 'home' }] },
    { op: 'remove', path: `${ENTERPRISE}:costCenter` },
    { op: 'add', path: `${ENTERPRISE}:manager`, value: { value: bob.id } },
  ]);
  await tenant.put(`/Users/${bob.id}`, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', ENTERPRISE],
    userName: bob.userName,
    name: { formatted: 'Bob the Builder' },
    [ENTERPRISE]: { employeeNumber: '42' },
  });
  await tenant.patch(`/Users/${cy.id}`, [{ op: 'replace', path: 'active', value: true }]);
  await tenant.patch(`/Users/${ada.id}`, [{ op: 'remove', path: `${ENTERPRISE}:department` }]);
  await tenant.patch(`/Groups/${group.id}`, [
    { op: 'remove', path: `members[value eq "${ada.id}"]` },
    { op: 'add', path: 'members', value: [{ value: bob.id }] },
    { op: 'replace', path: 'displayName', value: 'Builders' },
  ]);
  const gone = await tenant.newUser();
  await tenant.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [{ value: gone.id }] }]);
  await tenant.delete(`/Users/${gone.id}`);

  for (const claims of await receiver.drain()) await apply(claims);
  expect(await contents(replica, '/Users')).toEqual(await contents(tenant, '/Users'));
  expect(await replica.membersOf(ids.get(group.id)!)).toEqual(
    (await tenant.membersOf(group.id)).map((id) => ids.get(id)!).toSorted(),
  );
  expect((await replica.get(`/Groups/${ids.get(group.id)}`)).json.displayName).toBe('Builders');
});
