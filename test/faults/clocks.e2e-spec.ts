import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Muster, type Tenant } from '../support/muster.js';
import { muster as command, ServerProcess } from '../support/process.js';
import { until } from '../support/until.js';

const MINUTE_MS = 60_000;
const FIRST = `--import=${pathToFileURL(resolve('test/support/shifted-clock.mjs')).href}`;
let muster: Muster;
const servers: ServerProcess[] = [];
beforeEach(async () => {
  muster = await Muster.start();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.kill()));
  await muster.stop();
});

async function serverWithClock(shift: number): Promise<ServerProcess> {
  const server = await ServerProcess.start({
    DATABASE_URL: muster.database.url,
    NODE_OPTIONS: FIRST,
    CLOCK_SHIFT: String(shift),
  });
  servers.push(server);
  return server;
}

/** @param ends in so many milliseconds */
async function keyThatEnds(tenant: Tenant, ends: number): Promise<string> {
  const { id, key } = await muster.newKey(tenant.organizationId);
  await muster.rows('UPDATE scim_keys SET expiresAt = ? WHERE id = ?', [Date.now() + ends, id]);
  return key;
}

async function statusOf({ url }: ServerProcess, { organizationId }: Tenant, key: string): Promise<number> {
  const headers = { Authorization: `Bearer ${key}` };
  return (await fetch(`${url}/scim/v2/${organizationId}/Users?count=1`, { headers })).status;
}

test('a key that has expired stays expired when the clock is set back by an hour', async () => {
  const tenant = await muster.newTenant();
  const server = await serverWithClock(0);
  const [ended, other] = [await keyThatEnds(tenant, -MINUTE_MS), await keyThatEnds(tenant, -MINUTE_MS)];
  expect(await statusOf(server, tenant, ended)).toBe(401);
  server.signal('SIGUSR2');
  await until(async () => (await warningsOf(server)).includes('clock'));
  expect(await statusOf(server, tenant, ended)).toBe(401);
  expect(await statusOf(server, tenant, other)).toBe(401);
  expect(await statusOf(server, tenant, await keyThatEnds(tenant, 10 * MINUTE_MS))).toBe(200);
}, 60_000);

test('two nodes whose clocks are ten minutes apart agree on what has expired, where the database has a clock', async () => {
  const tenant = await muster.newTenant();
  const nodes = [await serverWithClock(5 * MINUTE_MS), await serverWithClock(-5 * MINUTE_MS)];
  const [ended, live] = [await keyThatEnds(tenant, -2 * MINUTE_MS), await keyThatEnds(tenant, 2 * MINUTE_MS)];
  const statuses = await Promise.all(
    nodes.map(async (node) => [await statusOf(node, tenant, ended), await statusOf(node, tenant, live)]),
  );
  const warnings = await Promise.all(nodes.map(warningsOf));
  if (muster.database.kind === 'mysql') {
    expect(statuses).toEqual([
      [401, 200],
      [401, 200],
    ]);
    expect(warnings.every((codes) => codes.includes('clock'))).toBe(true);
  } else {
    // Processes on one SQLite file are on one machine, and have one clock.
    expect(statuses).toEqual([
      [401, 401],
      [200, 200],
    ]);
    expect(warnings.some((codes) => codes.includes('clock'))).toBe(false);
  }
}, 60_000);

test('a key that has expired stays expired over a restart after the clock was set back by an hour', async () => {
  const tenant = await muster.newTenant();
  const ended = await keyThatEnds(tenant, -MINUTE_MS);
  const first = await serverWithClock(0);
  expect(await statusOf(first, tenant, ended)).toBe(401);
  if (muster.database.kind === 'sqlite')
    await until(async () => (await muster.rows('SELECT time FROM clock_marks')).length === 1);
  await first.kill('SIGTERM');
  const second = await serverWithClock(-60 * MINUTE_MS);
  expect(await statusOf(second, tenant, ended)).toBe(401);
  expect(await statusOf(second, tenant, await keyThatEnds(tenant, 10 * MINUTE_MS))).toBe(200);
  expect(await warningsOf(second)).toContain('clock');
  expect(second.output).toMatch(/The clock of this machine is 3[56]\d\d s behind/);
}, 60_000);

test('a clock that was once ten years ahead ends no key for good: an operator resets it', async () => {
  const tenant = await muster.newTenant();
  const ahead = Date.now() + 10 * 365 * 24 * 60 * MINUTE_MS;
  await muster.rows('INSERT INTO clock_marks (id, time) VALUES (1, ?)', [ahead]);
  const wrong = await serverWithClock(0);
  const live = await keyThatEnds(tenant, 10 * MINUTE_MS);
  const isBelieved = muster.database.kind === 'sqlite';
  expect(await statusOf(wrong, tenant, live)).toBe(isBelieved ? 401 : 200);
  expect(wrong.output.includes('muster clock reset')).toBe(isBelieved);
  await wrong.kill('SIGTERM');
  expect((await command(['clock', 'reset'], { DATABASE_URL: muster.database.url })).code).toBe(0);
  const right = await serverWithClock(0);
  expect(await statusOf(right, tenant, live)).toBe(200);
  expect(await warningsOf(right)).not.toContain('clock');
}, 60_000);

async function warningsOf({ url }: ServerProcess): Promise<string[]> {
  const { info } = (await (await fetch(`${url}/readyz`)).json()) as { info: { warnings: { codes: string[] } } };
  return info.warnings.codes;
}
