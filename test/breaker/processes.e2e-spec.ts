import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { setActive } from '../support/breaker.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { muster, newTenant, ServerProcess } from '../support/process.js';
import { type AnyJson, ScimClient } from '../support/scim-client.js';

// Each command is a process that starts anew.
jest.setTimeout(120_000);

const PEOPLE = 50;
const LIMIT = 10;
/** After which every process goes by a setting that a command has changed. */
const PROMISE_MS = 1_000;

let database: TestDatabase;
let environment: Record<string, string>;
let servers: ServerProcess[];
let tenant: { organizationId: string; keyId: string; key: string };
let clients: ScimClient[];
beforeAll(async () => {
  database = await newDatabase();
  environment = { DATABASE_URL: database.url, LOG_LEVEL: 'fatal' };
  tenant = await newTenant(environment);
  servers = await Promise.all([ServerProcess.start(environment), ServerProcess.start(environment)]);
  clients = servers.map(({ url }) => new ScimClient(`${url}/scim/v2/${tenant.organizationId}`, tenant.key));
}, 90_000);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill('SIGTERM')));
  await database.drop();
}, 60_000);

async function command(...words: string[]): Promise<AnyJson> {
  const { code, stdout, stderr } = await muster([...words, '--json'], environment);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
const breaker = (what: string, ...more: string[]) => command('breaker', what, tenant.organizationId, ...more);
const update = (...options: string[]) => command('organization', 'update', tenant.organizationId, ...options);
const newIds = async (count: number) => {
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) ids.push((await clients[number % 2]!.newUser()).id);
  return ids;
};
/** All at the same time, in turns by each process. */
const deactivate = (ids: readonly string[]) =>
  Promise.all(ids.map(async (id, index) => (await setActive(clients[index % 2]!, id, false)).status));
const metric = async (name: string) => {
  const texts = await Promise.all(servers.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
  return texts.map((text) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]));
};

describe('Two processes and the command line', () => {
  test('let exactly as many pass as may, of fifty removals at the same time', async () => {
    const settings = await update('--breaker', 'hold', '--breaker-limit', String(LIMIT), '--breaker-minutes', '30');
    expect(settings).toMatchObject({
      breakerMode: 'hold',
      breakerPeople: LIMIT,
      breakerPercent: null,
      breakerMinutes: 30,
    });
    const ids = await newIds(PEOPLE);
    await delay(PROMISE_MS);
    const statuses = await deactivate(ids);
    expect(statuses.filter((status) => status === 200)).toHaveLength(LIMIT);
    expect(statuses.filter((status) => status === 429)).toHaveLength(PEOPLE - LIMIT);
    const status = await breaker('status');
    expect(status).toMatchObject({ mode: 'hold', minutes: 30, passed: LIMIT, limit: LIMIT, people: PEOPLE, held: 40 });
    const held = ids.filter((_, index) => statuses[index] === 429).toSorted();
    expect(status.removals.map(({ userId }: { userId: string }) => userId)).toEqual(held);
    expect(status.removals[0]).toEqual({
      userId: held[0],
      userName: expect.stringContaining('@example.com'),
      displayName: expect.any(String),
      kind: 'deactivate',
      firstAsked: expect.stringMatching(/^\d{4}-.*Z$/),
      lastAsked: expect.stringMatching(/^\d{4}-.*Z$/),
      times: 1,
      keyId: tenant.keyId,
      version: expect.any(String),
    });
    expect(await metric('muster_breaker_held')).toEqual([40, 40]);
    const trips = await metric('muster_breaker_trips_total');
    expect(trips[0]! + trips[1]!).toBe(1);
  });

  test('release and discard what is held', async () => {
    const { removals } = await breaker('status');
    const [one, other] = removals as { userId: string; userName: string }[];
    const [id, userName] = [one!.userId, other!.userName];
    expect(await breaker('release', id, userName)).toEqual({ total: 2, done: 2, failed: [] });
    expect(await breaker('discard', removals[2].userId)).toEqual({ total: 1, done: 1, failed: [] });
    expect(await breaker('release', '--all')).toEqual({ total: 37, done: 37, failed: [] });
    expect(await breaker('status')).toMatchObject({ passed: 0, held: 0, tripped: null, removals: [] });
    const { json } = await clients[0]!.get(`/Users?count=0&filter=${encodeURIComponent('active eq true')}`);
    expect(json.totalResults).toBe(1);
    const refused = await muster(['breaker', 'release', tenant.organizationId], environment);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--all')]);
  });

  test.each([
    [['--breaker-limit', '25%'], { breakerPeople: null, breakerPercent: 25 }],
    [['--breaker-limit', '5,10%'], { breakerPeople: 5, breakerPercent: 10 }],
    [['--breaker', 'off'], { breakerMode: 'off', breakerPeople: 5, breakerPercent: 10 }],
  ])('organization update %j', async (options, expected) => {
    expect(await update(...options)).toMatchObject(expected);
  });

  test.each([['0'], ['0%'], ['101%'], ['10%,5'], ['many']])('no limit is %s', async (limit) => {
    const words = ['organization', 'update', tenant.organizationId, '--breaker-limit', limit];
    const { code, stderr } = await muster(words, environment);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/breaker/);
  });

  test('go by another mode within a second', async () => {
    const ids = await newIds(3);
    await update('--breaker', 'hold', '--breaker-limit', '1');
    await delay(PROMISE_MS);
    const statuses = await deactivate(ids);
    expect(statuses.toSorted()).toEqual([200, 429, 429]);
  });
});
