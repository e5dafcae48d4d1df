import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { newTenant, ServerProcess } from '../support/process.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
let database: TestDatabase;
let server: ServerProcess;
let users: string;
let headers: Record<string, string>;
beforeAll(async () => {
  database = await newDatabase();
  const environment = { DATABASE_URL: database.url };
  const { organizationId, key } = await newTenant(environment);
  server = await ServerProcess.start(environment);
  users = `${server.url}/scim/v2/${organizationId}/Users`;
  headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/scim+json' };
}, 60_000);
afterAll(async () => {
  await server.kill();
  await database.drop();
});

const post = (userName: string) =>
  fetch(users, { method: 'POST', headers, body: JSON.stringify({ schemas: [USER], userName }) });
const ready = () => fetch(`${server.url}/readyz`);
/** How long files may get that the server writes to: what is longer is refused, as on a full disk. */
const limitFiles = (bytes: string) => execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:`]);

test('while the disk is full writes are 503, nothing is acknowledged, the server is not ready; afterwards it is by itself', async () => {
  expect((await post('before')).status).toBe(201);
  limitFiles('1');
  for (const userName of ['one', 'two']) {
    const answer = await post(userName);
    expect([answer.status, answer.headers.has('retry-after')]).toEqual([503, true]);
  }
  const refused = await ready();
  expect([refused.status, await refused.json()]).toMatchObject([503, { error: { writes: { status: 'down' } } }]);
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  expect((await fetch(users, { headers })).status).toBe(200);

  limitFiles('unlimited');
  expect((await ready()).status).toBe(200);
  expect((await post('one')).status).toBe(201);
  const { totalResults } = (await (await fetch(users, { headers })).json()) as { totalResults: number };
  expect(totalResults).toBe(2);
}, 60_000);
