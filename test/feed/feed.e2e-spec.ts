import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationKeysService } from '../../src/application-keys/application-keys.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { MAX_WAITING } from '../../src/feed/arrivals.js';
import { Muster, type Tenant } from '../support/muster.js';
import { until } from '../support/until.js';

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

/** Reads a stream until enough has come, and hangs up. */
async function streamed(after: number, enough: (told: Told[]) => boolean, query = ''): Promise<Told[]> {
  const hangUp = new AbortController();
  const response = await fetch(urlOf(query), {
    headers: { Authorization: `Bearer ${key}`, Accept: 'text/event-stream', 'Last-Event-ID': String(after) },
    signal: hangUp.signal,
  });
  expect(response.headers.get('content-type')).toMatch('text/event-stream');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  let text = '';
  const told: Told[] = [];
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    const frames = text.split('\n\n');
    text = frames.pop()!;
    for (const frame of frames.filter((one) => one.startsWith('id:'))) {
      const [, id, data] = /^id: (\d+)\nevent: \S+\ndata: (.*)$/.exec(frame)!;
      const event = JSON.parse(data!) as Told;
      expect(event.sequence).toBe(Number(id));
      told.push(event);
    }
    if (enough(told)) break;
  }
  hangUp.abort();
  return told;
}

describe('A key of an application', () => {
  test('opens nothing of SCIM, and a SCIM key no events; neither opens another organization', async () => {
    const other = await muster.newOrganization();
    expect((await muster.client(tenant.organizationId, key).get('/Users')).status).toBe(401);
    expect((await ask('', tenant.key)).status).toBe(401);
    expect((await ask('', key, other)).status).toBe(401);
    expect((await ask('', '')).status).toBe(401);
    expect((await ask()).status).toBe(200);
  });

  test('ends at once when it is revoked, also for a stream that is open', async () => {
    const { id, key: other } = await newKey();
    const stream = await fetch(urlOf(`after=${await end()}`), {
      headers: { Authorization: `Bearer ${other}`, Accept: 'text/event-stream' },
    });
    await keys().revoke(tenant.organizationId, id, OPERATOR);
    await stream.text();
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

describe('The stream', () => {
  test('misses nothing over hang-ups while others write', async () => {
    const after = await end();
    const writing = (async () => {
      for (let count = 0; count < 60; count += 1) await tenant.newUser();
    })();
    const told: Told[] = [];
    const created = (events: Told[]) => events.filter(({ type }) => type === 'user.created').length;
    while (created(told) < 60) {
      const stop = 1 + Math.floor(Math.random() * 9);
      const got = await streamed(
        told.at(-1)?.sequence ?? after,
        (some) => some.length >= stop || created([...told, ...some]) >= 60,
      );
      told.push(...got);
    }
    await writing;
    expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, index) => after + 1 + index));
  });

  test('has a bounded number of readers, and takes others when they have gone', async () => {
    const after = await end();
    const headers = { Authorization: `Bearer ${key}`, Accept: 'text/event-stream' };
    const open = () => fetch(urlOf(`after=${after}`), { headers });
    const readers = await Promise.all(Array.from({ length: MAX_WAITING }, open));
    expect(new Set(readers.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await open();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    await refused.text();
    await Promise.all(readers.map(({ body }) => body!.cancel()));
    await until(async () => (await ask(`after=${after}&wait=1`)).status === 200);
  });
});

test('A server that ends answers the requests that wait', async () => {
  const other = await Muster.start();
  const organizationId = await other.newOrganization();
  const { key: bearer } = await other.app.get(ApplicationKeysService).create(organizationId, '', 60_000, OPERATOR);
  const url = `${other.url}/api/v1/organizations/${organizationId}/events`;
  const headers = { Authorization: `Bearer ${bearer}` };
  const { next } = (await (await fetch(url, { headers })).json()) as { next: number };
  const stream = await fetch(`${url}?after=${next}`, { headers: { ...headers, Accept: 'text/event-stream' } });
  const held = fetch(`${url}?after=${next}&wait=30`, { headers });
  const text = stream.text();
  await fetch(url, { headers });
  await other.stop();
  expect(await text).toBe('');
  expect(await (await held).json()).toEqual({ events: [], next, isEnd: true });
});
