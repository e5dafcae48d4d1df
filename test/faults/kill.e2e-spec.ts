import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { muster, ServerProcess } from '../support/process.js';
import { ScimClient } from '../support/scim-client.js';

let database: TestDatabase;
let environment: { DATABASE_URL: string };
let organizationId: string;
let key: string;
beforeAll(async () => {
  database = await newDatabase();
  environment = { DATABASE_URL: database.url };
  organizationId = JSON.parse(
    (await muster(['organization', 'create', 'Acme', '--enable-scim', '--json'], environment)).stdout,
  ).id;
  key = JSON.parse((await muster(['key', 'create', organizationId, '--json'], environment)).stdout).key;
});
afterAll(() => database.drop());

const clientOf = (server: ServerProcess) => new ScimClient(`${server.url}/scim/v2/${organizationId}`, key);
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('kill -9 in a stream of writes', () => {
  test('each acknowledged write is there after the restart, and no half of any other', async () => {
    const acknowledged = new Map<string, { title: string; inGroup: boolean }>();
    let group: string | undefined;
    for (let round = 0; round < 4; round += 1) {
      const server = await ServerProcess.start(environment);
      const client = clientOf(server);
      group ??= (await client.newGroup()).id;
      const target = group;
      let running = true;
      const writer = async (number: number) => {
        for (let index = 0; running; index += 1) {
          const emails = [{ value: `w${number}@example.com`, type: 'work' }];
          const created = await client.post('/Users', {
            schemas: [USER],
            userName: `k-${round}-${number}-${index}`,
            title: 'made',
            emails,
          });
          if (created.status !== 201) return;
          const { id } = created.json;
          acknowledged.set(id, { title: 'made', inGroup: false });
          const patched = await client.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'changed' }]);
          if (patched.status === 200) acknowledged.set(id, { title: 'changed', inGroup: false });
          const joined = await client.patch(`/Groups/${target}`, [
            { op: 'add', path: 'members', value: [{ value: id }] },
          ]);
          if (joined.status === 204) acknowledged.set(id, { title: 'changed', inGroup: true });
        }
      };
      const writers = Array.from({ length: 8 }, (_, number) => writer(number).catch(() => undefined));
      const enough = acknowledged.size + 20;
      while (acknowledged.size < enough) await delay(20);
      await delay(Math.random() * 500);
      await server.kill();
      running = false;
      await Promise.all(writers);
    }

    const server = await ServerProcess.start(environment);
    const client = clientOf(server);
    const members = new Set(await client.membersOf(group!));
    expect(acknowledged.size).toBeGreaterThanOrEqual(80);
    for (const [id, { title, inGroup }] of acknowledged) {
      const { status, json } = await client.get(`/Users/${id}`);
      expect([id, status]).toEqual([id, 200]);
      if (title === 'changed') expect(json.title).toBe('changed');
      if (inGroup) expect(members.has(id)).toBe(true);
    }
    const all = await client.get('/Users?count=0');
    const withEmail = await client.get(
      '/Users?count=0&filter=emails.type eq "work" and emails.value ew "@example.com"',
    );
    expect(withEmail.json.totalResults).toBe(all.json.totalResults);

    const printed = (await muster(['events', organizationId, '--json'], environment)).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(printed.map(({ sequence }) => sequence)).toEqual(printed.map((_, index) => index + 1));
    const created = new Set(printed.filter(({ type }) => type === 'user.created').map(({ resourceId }) => resourceId));
    expect(created.size).toBe(all.json.totalResults);
    for (const id of acknowledged.keys()) expect(created.has(id)).toBe(true);
    await server.kill('SIGTERM');
  }, 90_000);
});

describe('SIGTERM under load', () => {
  test('answers every request that it took, turns not ready first, and ends with 0', async () => {
    const server = await ServerProcess.start({ ...environment, SHUTDOWN_DELAY: '800' });
    const client = clientOf(server);
    const failures: unknown[] = [];
    let running = true;
    const load = Array.from({ length: 8 }, async () => {
      while (running) {
        const answer = await client
          .get('/Users?count=5')
          .catch((error: { cause?: { code?: string } }) => error.cause?.code ?? 'failed');
        if (answer === 'ECONNREFUSED') return;
        if (typeof answer === 'string' || answer.status !== 200) failures.push(answer);
      }
    });
    await delay(300);
    server.signal('SIGTERM');
    await delay(300);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    expect(await server.ended()).toBe(0);
    running = false;
    await Promise.all(load);
    expect(failures).toEqual([]);
  }, 30_000);
});
