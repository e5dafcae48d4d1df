import { beforeAll, describe, expect, test } from '@jest/globals';
import { RequestRecorder } from '../../src/history/requests/request-recorder.js';
import { Admin } from '../support/admin.js';
import { withMuster } from '../support/muster.js';
import { type Company, confirmed, newCompany } from '../support/organization.js';
import type { AnyJson } from '../support/scim-client.js';

const muster = withMuster();
let company: Company;
let admin: Admin;
let operator: Admin;
beforeAll(async () => {
  company = await newCompany(muster);
  admin = await Admin.of(muster, company.okta.organizationId);
  operator = await Admin.of(muster, null);
});

const at = (path = '') => `/organizations/${company.okta.organizationId}${path}`;
const eventsOf = async (type: string): Promise<AnyJson[]> => (await admin.get(at(`/audit?type=${type}`))).json.events;

describe('An organization', () => {
  test('is made by operators, and listed in pages', async () => {
    const { status, json } = await operator.post('/organizations', { name: ' Globex ' });
    expect([status, json]).toEqual([
      201,
      {
        id: expect.any(String),
        name: 'Globex',
        scimEnabled: false,
        scimUrl: `https://muster.example/scim/v2/${json.id}`,
        created: expect.stringMatching(/^20.*Z$/),
      },
    ]);
    const { json: first } = await operator.get('/organizations?limit=1');
    const { json: second } = await operator.get(`/organizations?limit=1&after=${first.next}`);
    expect(first.organizations[0].id < second.organizations[0].id).toBe(true);
    for (const body of [{}, { name: '  ' }, { name: 'x'.repeat(201) }, { name: 'x', id: '1' }])
      expect(await operator.post('/organizations', body)).toMatchObject({ status: 400, json: { reason: 'invalid' } });
  });

  test('is found by how its name begins, whatever the case, in pages by name', async () => {
    const names = ['Éclair Foods', 'éclair bakery', 'Decl', 'ÉCLAIR AG', 'Éclair AG'];
    for (const name of names) await operator.post('/organizations', { name });
    const found: string[] = [];
    for (let next: string | null | undefined; next !== null;) {
      const { json } = await operator.get(
        `/organizations?search=${encodeURIComponent('éCLAIR')}&limit=2&after=${next ?? ''}`,
      );
      found.push(...json.organizations.map(({ name }: { name: string }) => name));
      next = json.next;
    }
    expect(found).toEqual(['ÉCLAIR AG', 'Éclair AG', 'éclair bakery', 'Éclair Foods']);
    const { id } = (await operator.post('/organizations', { name: 'Initech' })).json;
    await operator.send('PATCH', `/organizations/${id}`, { name: 'Umbrella' });
    const search = async (by: Admin, query: string) =>
      (await by.get(`/organizations?search=${query}`)).json.organizations;
    expect(await search(operator, 'init')).toEqual([]);
    expect(await search(operator, 'umb')).toMatchObject([{ id }]);
    expect(await search(admin, 'umb')).toEqual([]);
    expect(await search(admin, 'ac')).toMatchObject([{ id: company.okta.organizationId }]);
    for (const [by, query] of [
      [operator, '?search='],
      [operator, '?search=u&after=none'],
      [admin, `?search=u&after=${id}`],
    ] as const)
      expect((await by.get(`/organizations${query}`)).status).toBe(400);
  });

  test('is renamed, switched and set, and its audit log says by whom', async () => {
    const change = { name: 'Acme Ltd', scimEnabled: false, settings: { invitationDays: 7 } };
    const { status, json } = await admin.send('PATCH', at(), change);
    expect([status, json]).toMatchObject([200, change]);
    const [event] = await eventsOf('organization.settings_changed');
    expect(event).toMatchObject({
      actor: { kind: 'admin', label: expect.stringMatching(/^Admin/) },
      data: { changes: { invitationDays: { before: 5, after: 7 } } },
    });
    expect(await eventsOf('organization.renamed')).toHaveLength(1);
    expect((await company.okta.get('/Users?count=0')).status).toBe(403);
    await admin.send('PATCH', at(), { scimEnabled: true });
    expect((await company.okta.get('/Users?count=0')).status).toBe(200);
  });

  test.each([
    [{ name: null }],
    [{ name: ' ', settings: { invitationDays: 3 } }],
    [{ scimEnabled: 'no', name: 'Other' }],
    [{ settings: null }],
    [{ settings: { shoeSize: 42 } }],
    [{ settings: { invitationDays: 0 }, name: 'Other' }],
    [{ settings: { breakerPercent: 101 } }],
    [{ createdAt: 1 }],
  ])('is not changed by %j', async (change) => {
    const before = await admin.get(at());
    expect(await admin.send('PATCH', at(), change)).toMatchObject({ status: 400, json: { reason: 'invalid' } });
    expect(await admin.get(at())).toEqual(before);
  });
});

describe('Keys', () => {
  test('are made, shown once, retired and revoked', async () => {
    const { status, json } = await admin.post(at('/keys'), { label: 'Okta', profile: 'strict', expiresInDays: 30 });
    expect([status, json]).toEqual([201, { id: expect.any(String), key: expect.stringMatching(/^muster_scim_/) }]);
    const client = muster.client(company.okta.organizationId, json.key);
    expect((await client.get('/Users?count=0')).status).toBe(200);
    const listed = async () =>
      (await admin.get(at('/keys'))).json.keys.find(({ id }: { id: string }) => id === json.id);
    expect(await listed()).toMatchObject({
      label: 'Okta',
      profile: 'strict',
      state: 'live',
      lastUsed: expect.any(String),
    });
    expect(JSON.stringify(await admin.get(at('/keys')))).not.toContain(json.key);
    expect(await admin.post(at(`/keys/${json.id}/retire`), { inDays: 1 })).toMatchObject({
      status: 200,
      json: { state: 'retiring' },
    });
    expect(await admin.post(at(`/keys/${json.id}/revoke`))).toMatchObject({ status: 200, json: { state: 'revoked' } });
    expect((await client.get('/Users?count=0')).status).toBe(401);
    expect(await admin.post(at(`/keys/${json.id}/revoke`))).toMatchObject({ status: 409, json: { reason: 'revoked' } });
    expect(await admin.post(at('/keys/none/revoke'))).toMatchObject({ status: 404 });
    for (const body of [{ profile: 'lax' }, { expiresInDays: 0 }, { label: 'x'.repeat(101) }])
      expect(await admin.post(at('/keys'), body)).toMatchObject({ status: 400 });
  });

  test('of applications are made and revoked', async () => {
    const { json } = await admin.post(at('/application-keys'), { label: 'HR' });
    const read = async () => {
      const url = `${muster.url}/api/v1${at('/events?limit=1')}`;
      return (await fetch(url, { headers: { Authorization: `Bearer ${json.key}` } })).status;
    };
    expect(await read()).toBe(200);
    expect(await admin.post(at(`/application-keys/${json.id}/revoke`))).toMatchObject({ json: { state: 'revoked' } });
    expect(await read()).toBe(401);
  });

  test('a connection test says why it cannot connect, and leaves no key that works', async () => {
    const { status, json } = await admin.post(at('/connection-test'));
    expect([status, json.ok, json.steps.length]).toEqual([200, false, 1]);
    expect(json.steps[0]).toMatchObject({ status: null, ok: false, explanation: expect.stringMatching(/PUBLIC_URL/) });
    const { keys } = (await admin.get(at('/keys'))).json;
    const made = keys.filter(({ label }: { label: string }) => label === 'Muster connection test');
    expect(made).toMatchObject([{ state: 'revoked' }]);
  });
});

describe('People and groups', () => {
  test('are found by how their name or address begins, whatever the case', async () => {
    const emails = [{ value: 'Zoë.Second@acme.example', type: 'work', primary: true }];
    const { id } = await company.okta.newUser({ userName: 'zoe.first@acme.example', displayName: 'Zoë', emails });
    for (const search of ['ZOE.F', 'zoë.s']) {
      const { json } = await admin.get(at(`/members?search=${encodeURIComponent(search)}`));
      expect(json).toMatchObject({ members: [{ id, status: 'invited' }], next: null });
    }
    expect((await admin.get(at('/members?search=zoe&status=revoked'))).json.members).toEqual([]);
    expect((await admin.get(at('/members?search=oe.first'))).json.members).toEqual([]);
    const { json } = await admin.get(at(`/members/${id}`));
    expect(json).toMatchObject({ id, userName: 'zoe.first@acme.example', resource: { displayName: 'Zoë', emails } });
  });

  test('several people are acted upon, each for itself', async () => {
    const { id } = await confirmed(muster, company);
    const { json } = await admin.post(at('/member-actions'), { action: 'revoke', ids: [id, company.adminId] });
    expect(json.results).toEqual([
      { id, ok: true },
      { id: company.adminId, ok: false, reason: 'refused', detail: expect.stringContaining('admin') },
    ]);
    expect((await admin.get(at(`/members/${id}`))).json.status).toBe('revoked');
    const again = await admin.post(at('/member-actions'), { action: 'resend', ids: [id] });
    expect(again.json.results).toMatchObject([{ id, ok: false, reason: 'wrong_status' }]);
    expect(await admin.post(at('/member-actions'), { action: 'promote', ids: [id] })).toMatchObject({ status: 400 });
  });

  test('groups are listed by name with their size, and members in pages', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push((await company.okta.newUser()).id);
    const { id } = await company.okta.newGroup({ displayName: 'Zebra', members: ids.map((value) => ({ value })) });
    const { json } = await admin.get(at('/groups?search=zeb'));
    expect(json).toMatchObject({ groups: [{ id, displayName: 'Zebra', members: 3, source: 'scim' }], next: null });
    expect((await admin.get(at(`/groups/${id}`))).json).toMatchObject({ id, members: 3, source: 'scim' });
    const { id: outer } = await company.okta.newGroup({ displayName: 'Savannah', members: [{ value: id }] });
    const { groups, held, source } = (await admin.get(at(`/members/${ids[0]}`))).json;
    expect([held, source]).toEqual([null, 'scim']);
    expect(groups.toSorted((left: AnyJson, right: AnyJson) => (left.displayName < right.displayName ? -1 : 1))).toEqual(
      [
        { id: outer, displayName: 'Savannah', isDirect: false },
        { id, displayName: 'Zebra', isDirect: true },
      ],
    );
    expect((await admin.get(at(`/members/${company.adminId}`))).json).toMatchObject({ groups: [], source: 'admin' });
    const { json: first } = await admin.get(at(`/groups/${id}/members?limit=2`));
    const { json: second } = await admin.get(at(`/groups/${id}/members?limit=2&after=${first.next}`));
    const found = [...first.members, ...second.members].map((member: { id: string }) => member.id);
    expect(found).toEqual(ids.toSorted());
    expect(second.next).toBeNull();
  });
});

test('Statistics count people, requests by day and failures by cause', async () => {
  await company.okta.get('/Users?filter=x');
  await muster.app.get(RequestRecorder).flush();
  const { json } = await admin.get(at('/statistics'));
  const { json: members } = await admin.get(at('/members?limit=500'));
  expect(Object.values<number>(json.people).reduce((sum, count) => sum + count)).toBe(members.members.length);
  expect(json.activity).toHaveLength(30);
  const today = json.activity.at(-1);
  expect(today.day).toBe(new Date().toISOString().slice(0, 10));
  expect(today.writes).toBeGreaterThan(3);
  expect(json.errors).toContainEqual({ status: 400, scimType: 'invalidFilter', count: 1 });
  expect(json).toMatchObject({
    breaker: { mode: 'alert', held: 0 },
    webhooks: { enabled: 0, failing: 0, disabled: 0 },
  });
  expect(Date.parse(json.lastRequest)).toBeGreaterThan(Date.now() - 60_000);
});
