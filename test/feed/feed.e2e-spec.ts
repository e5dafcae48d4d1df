import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationKeysService } from '../../src/application-keys/application-keys.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { Muster, type Tenant } from '../support/muster.js';

interface Told {
  sequence: number;
  type: string;
  resourceId: string;
}

let muster: Muster;
let tenant: Tenant;
let key: string;
let keyId: string;
beforeAll(async () => {
  muster = await Muster.start();
  tenant = await muster.newTenant();
  ({ id: keyId, key } = await newKey());
});
afterAll(() => muster.stop());

const keys = () => muster.app.get(ApplicationKeysService);
const newKey = (organizationId = tenant.organizationId) => keys().create(organizationId, 'HR app', 3_600_000, OPERATOR);
const urlOf = (query = '', organizationId = tenant.organizationId) =>
  `${muster.url}/api/v1/organizations/${organizationId}/events?${query}`;
const ask = (query = '', bearer = key, organizationId = tenant.organizationId) =>
  fetch(urlOf(query, organizationId), { headers: { Authorization: `Bearer ${bearer}` } });
const page = async (query = '') =>
  (await (await ask(query)).json()) as { events: Told[]; next: number; isEnd: boolean };
const end = async () => {
  for (let after = 0; ;) {
    const { next, isEnd } = await page(`after=${after}&limit=500`);
    if (isEnd) return next;
    after = next;
  }
};

describe('A key of an application', () => {
  test('opens nothing of SCIM, and a SCIM key no events; neither opens another organization', async () => {
    const other = await muster.newOrganization();
    expect((await muster.client(tenant.organizationId, key).get('/Users')).status).toBe(401);
    expect((await ask('', tenant.key)).status).toBe(401);
    expect((await ask('', key, other)).status).toBe(401);
    expect((await ask('', '')).status).toBe(401);
    expect((await ask()).status).toBe(200);
  });

  test('ends at once when it is revoked', async () => {
    const { id, key: other } = await newKey();
    await keys().revoke(tenant.organizationId, id, OPERATOR);
    expect((await ask('', other)).status).toBe(401);
    const { events } = await page(`types=application_key.*&after=0`);
    expect(events.filter(({ resourceId }) => resourceId === id).map(({ type }) => type)).toEqual([
      'application_key.created',
      'application_key.revoked',
    ]);
    expect(JSON.stringify(events)).not.toContain(other.slice(-49));
  });

  test('is listed with its last use', async () => {
    const listed = (await keys().list(tenant.organizationId)).find(({ id }) => id === keyId)!;
    expect(listed).toMatchObject({ label: 'HR app', revokedAt: null, lastUsedAt: expect.any(Number) });
  });
});

describe('The feed', () => {
  test('tells everything once and in order while many write', async () => {
    const after = await end();
    await Promise.all(Array.from({ length: 40 }, () => tenant.newUser()));
    const told: Told[] = [];
    for (let next = after; ;) {
      const got = await page(`after=${next}&limit=7`);
      told.push(...got.events);
      next = got.next;
      if (got.isEnd) break;
    }
    expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, index) => after + 1 + index));
    expect(told.filter(({ type }) => type === 'user.created')).toHaveLength(40);
  });

  test('tells the types that are asked for, and goes past the others', async () => {
    const after = await end();
    const { id } = await tenant.newUser();
    await tenant.newGroup({ members: [{ value: id }] });
    const { events, next, isEnd } = await page(`after=${after}&types=group.members_changed`);
    expect([events.map(({ type }) => type), isEnd]).toEqual([['group.members_changed'], true]);
    expect(next).toBe(await end());
    const users = await page(`after=${after}&types=user.*`);
    expect(users.events.every(({ type }) => type.startsWith('user.'))).toBe(true);
    expect(users.events.length).toBeGreaterThan(0);
  });

  test.each(['after=-1', 'after=x', 'limit=0', 'limit=501', 'wait=31', 'types=*', "types=user.'", 'after=999999'])(
    'refuses %s',
    async (query) => {
      const answer = await ask(query);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        400,
        expect.stringContaining('problem+json'),
      ]);
    },
  );

  test('holds an empty answer until something is committed', async () => {
    const after = await end();
    const held = page(`after=${after}&wait=30&types=user.created`);
    await tenant.newGroup();
    const { id } = await tenant.newUser();
    expect((await held).events).toMatchObject([{ type: 'user.created', resourceId: id }]);
  });

  test('answers empty when the time is up', async () => {
    const after = await end();
    expect(await page(`after=${after}&wait=1`)).toEqual({ events: [], next: after, isEnd: true });
  });
});

test('A server that ends answers the requests that wait', async () => {
  const other = await Muster.start();
  const organizationId = await other.newOrganization();
  const { key: bearer } = await other.app.get(ApplicationKeysService).create(organizationId, '', 60_000, OPERATOR);
  const url = `${other.url}/api/v1/organizations/${organizationId}/events`;
  const headers = { Authorization: `Bearer ${bearer}` };
  const { next } = (await (await fetch(url, { headers })).json()) as { next: number };
  const held = fetch(`${url}?after=${next}&wait=30`, { headers });
  await fetch(url, { headers });
  await other.stop();
  expect(await (await held).json()).toEqual({ events: [], next, isEnd: true });
});
