import { spawn } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';
import { newDatabase } from '../support/database.js';
import { withMuster, withTenant } from '../support/muster.js';
import { muster as command, newTenant, ServerProcess } from '../support/process.js';
import { ScimClient } from '../support/scim-client.js';
import { until } from '../support/until.js';

/** More than wait in memory. */
const FLOOD = 5_400;
const WAITING = 5_000;

const muster = withMuster();
const tenant = withTenant(muster);

/** Lets nobody write into the log. @returns what ends that */
async function lockLog(): Promise<() => Promise<void>> {
  if (muster.database.kind === 'sqlite') {
    const other = new Sqlite(muster.database.url.slice('sqlite:'.length));
    other.exec('BEGIN IMMEDIATE');
    return async () => {
      other.exec('ROLLBACK');
      other.close();
    };
  }
  const other = await createConnection(muster.database.url);
  await other.query('LOCK TABLES scim_requests WRITE');
  return () => other.end();
}

async function get(count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => tenant.get('/Users?count=0')));
    statuses.push(...answers.map(({ status }) => status));
  }
  return statuses;
}

async function dropped(): Promise<number> {
  const metrics = await (await fetch(`${muster.url}/metrics`)).text();
  return Number(/^muster_request_log_dropped_total (\d+)$/m.exec(metrics)?.[1]);
}

const rows = async () =>
  Number((await muster.rows<{ count: number }>('SELECT COUNT(*) AS count FROM scim_requests'))[0]!.count);

describe('While nothing can be written into the log', () => {
  test('requests are answered; what waits is written later, and what is too much is counted', async () => {
    await tenant.get('/Users?count=0');
    await until(async () => (await rows()) === 1);
    expect(await dropped()).toBe(0);
    const unlock = await lockLog();
    const statuses = await get(FLOOD);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    const missing = await dropped();
    expect(missing).toBeGreaterThan(0);
    await unlock();
    await until(async () => (await rows()) === 1 + FLOOD - missing, 60_000);
    expect(FLOOD - missing).toBeLessThanOrEqual(WAITING + 200);
    await tenant.get('/Users?count=0');
    await until(async () => (await rows()) === 2 + FLOOD - missing, 60_000);
  }, 180_000);
});

test('What waits when the server is told to end is written, and seen at the command line', async () => {
  const database = await newDatabase();
  const environment = { DATABASE_URL: database.url };
  const server = await ServerProcess.start(environment);
  const { organizationId, keyId, key } = await newTenant(environment);
  const client = new ScimClient(`${server.url}/scim/v2/${organizationId}`, key);
  const follower = spawn(process.execPath, ['dist/cli.js', 'requests', 'list', organizationId, '--follow'], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  let followed = '';
  follower.stdout.on('data', (chunk) => (followed += chunk));
  const ended = new Promise((resolve) => follower.once('close', resolve));
  await client.get('/Users?count=0', { 'X-Request-Id': 'the-first-of-them' });
  await until(() => followed.includes('the-first-of-them'));
  expect(followed).toMatch(/^20\S+Z {2}200 {2}GET {5}\/Users\?count=\? {2}the-first-of-them\n$/);
  follower.kill('SIGINT');
  expect(await ended).toBe(0);
  await client.get('/Users?filter=nothing', { 'X-Request-Id': 'the-last-of-them' });
  await server.kill('SIGTERM');
  const requests = async (...words: string[]) =>
    JSON.parse((await command(['requests', ...words, '--json'], environment)).stdout);
  const listed = await requests('list', organizationId);
  expect(listed.map(({ requestId }: { requestId: string }) => requestId)).toEqual([
    'the-last-of-them',
    'the-first-of-them',
  ]);
  expect(await requests('list', organizationId, '--status', '4xx', '--path', '/Users')).toEqual([listed[0]]);
  expect(await requests('list', organizationId, '--status', '404')).toEqual([]);
  expect(await requests('show', organizationId, 'the-last-of-them')).toMatchObject({
    keyId,
    status: 400,
    scimType: 'invalidFilter',
    body: null,
  });
  await database.drop();
}, 120_000);
