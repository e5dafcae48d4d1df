import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { SchemasService } from '../../src/organizations/schemas/schemas.service.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { Muster } from '../support/muster.js';
import { muster, newTenant, ServerProcess } from '../support/process.js';
import { type Answer, type Json, ScimClient } from '../support/scim-client.js';

/** How long after a change another process may still go by what was before. */
const PROMISE_MS = 2_000;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const BADGE = 'urn:example:params:scim:schemas:extension:replicas:2.0:User';
const BADGE_SCHEMA = {
  id: BADGE,
  name: 'Badge',
  attributes: [{ name: 'number', type: 'integer', uniqueness: 'server' }],
};
const badge = (number: number) => ({ [BADGE]: { number } });

let database: TestDatabase;
let environment: Record<string, string>;
let servers: ServerProcess[];
/** All that were ever started. */
const processes: ServerProcess[] = [];
let tenant: { organizationId: string; key: string };
let clients: ScimClient[];
let [a, b]: ScimClient[] = [];

const clientOf = ({ url }: ServerProcess, { organizationId, key } = tenant) =>
  new ScimClient(`${url}/scim/v2/${organizationId}`, key);

/** One more process on the database, or another. */
async function started(settings: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await ServerProcess.start({ ...environment, ...settings });
  processes.push(server);
  return server;
}

/** What a command prints. */
async function command(...words: string[]): Promise<Json[]> {
  const { code, stdout, stderr } = await muster([...words, '--json'], environment);
  if (code !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split(/\n(?=\{)/)
    .map((object) => JSON.parse(object) as Json);
}

beforeAll(async () => {
  database = await newDatabase();
  environment = { DATABASE_URL: database.url, LOG_LEVEL: 'fatal' };
  tenant = await newTenant(environment);
  servers = await Promise.all([started(), started()]);
  clients = servers.map((server) => clientOf(server));
  [a, b] = clients;
}, 90_000);
afterAll(async () => {
  await Promise.all(processes.map((server) => server.kill('SIGTERM')));
  await database.drop();
}, 60_000);

/** Asks again and again until the answer is another one. @returns when that was asked for, and the answer */
async function changed(client: ScimClient): Promise<{ askedAt: number; answer: Answer }> {
  const { status } = await client.get('/Users?count=0');
  for (;;) {
    const askedAt = Date.now();
    const answer = await client.get('/Users?count=0');
    if (answer.status !== status) return { askedAt, answer };
    await delay(20);
  }
}

/** The statuses with which every process answers once a command has changed them: in time. */
async function statusesAfter(watched: readonly ScimClient[], ...words: string[]): Promise<number[]> {
  const changes = watched.map((client) => changed(client));
  // Each has asked, and remembers.
  await delay(100);
  await command(...words);
  const end = Date.now();
  const answers = await Promise.all(changes);
  for (const { askedAt } of answers) expect(askedAt).toBeLessThan(end + PROMISE_MS);
  return answers.map(({ answer }) => answer.status);
}

describe('What the command line changes is so in every process within two seconds', () => {
  test.each([['revoke'], ['retire', '--in', '0s']])(
    'key %s',
    async (what, ...options) => {
      const { organizationId } = tenant;
      const [created] = await command('key', 'create', organizationId);
      const { id, key } = created as { id: string; key: string };
      const watched = servers.map((server) => clientOf(server, { organizationId, key }));
      expect(await statusesAfter(watched, 'key', what!, organizationId, id, ...options)).toEqual([401, 401]);
    },
    60_000,
  );

  test('SCIM switched off and on', async () => {
    const switched = (to: string) => statusesAfter(clients, 'organization', 'update', tenant.organizationId, to);
    expect(await switched('--disable-scim')).toEqual([403, 403]);
    expect(await switched('--enable-scim')).toEqual([200, 200]);
  }, 60_000);

  test('an extension schema', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'muster-replicas-'));
    const file = join(folder, 'badge.json');
    await writeFile(file, JSON.stringify(BADGE_SCHEMA));
    await command('schema', 'register', tenant.organizationId, 'User', file);
    await rm(folder, { recursive: true });
    await delay(PROMISE_MS);
    const [first, second] = await Promise.all(clients.map((client, index) => client.newUser(badge(100 + index))));
    expect(await b!.find('/Users', `${BADGE}:number eq 100`)).toEqual([first!.id]);
    expect(await a!.find('/Users', `${BADGE}:number eq 101`)).toEqual([second!.id]);
    const taken = await a!.patch(`/Users/${first!.id}`, [{ op: 'replace', path: `${BADGE}:number`, value: 101 }]);
    expect(taken.status).toBe(409);
  }, 60_000);
});

describe('A process that has not heard yet of a change of schemas', () => {
  let registering: Muster;
  beforeAll(async () => {
    registering = await Muster.start();
  }, 60_000);
  afterAll(() => registering.stop());

  test('leaves nothing that the new ones do not find', async () => {
    const fresh = await registering.newTenant();
    const { organizationId, key } = fresh;
    const late = await started({ DATABASE_URL: registering.database.url });
    const client = clientOf(late, { organizationId, key });
    const schemas = registering.app.get(SchemasService);
    /** Makes the process remember how it was, for a second. */
    const remind = async () => {
      await delay(PROMISE_MS);
      await client.get('/Users?count=0');
    };
    await remind();
    await schemas.register(organizationId, 'User', BADGE_SCHEMA, OPERATOR);
    const [kept, gone] = [await fresh.newUser(badge(1)), await fresh.newUser(badge(2))];
    const outdated = await client.patch(`/Users/${kept.id}`, [{ op: 'add', path: 'title', value: 'Engineer' }]);
    expect([200, 503]).toContain(outdated.status);
    expect([204, 503]).toContain((await client.delete(`/Users/${gone.id}`)).status);
    await remind();
    expect((await client.patch(`/Users/${kept.id}`, [{ op: 'add', path: 'title', value: 'Manager' }])).status).toBe(
      200,
    );
    expect([204, 404]).toContain((await client.delete(`/Users/${gone.id}`)).status);
    expect(await fresh.find('/Users', `${BADGE}:number eq 1`)).toEqual([kept.id]);
    await fresh.newUser(badge(2));

    await remind();
    await schemas.remove(organizationId, BADGE, OPERATOR);
    const body = { schemas: [USER, BADGE], userName: 'outdated@example.com', ...badge(3) };
    expect([201, 400, 503]).toContain((await client.post('/Users', body)).status);
    await schemas.register(organizationId, 'User', BADGE_SCHEMA, OPERATOR);
    expect(await fresh.find('/Users', `${BADGE}:number eq 1`)).toEqual([kept.id]);
    await late.kill('SIGTERM');
  }, 60_000);
});

describe('Pages of two processes', () => {
  test('by cursor: each takes the cursors of the other', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 9; number += 1) ids.push((await clients[number % 2]!.newUser()).id);
    const mine = `userName sw "person-" and (${ids.map((id) => `id eq "${id}"`).join(' or ')})`;
    const page = async (client: ScimClient, cursor: string) =>
      (await client.get(`/Users?count=2&cursor=${cursor}&filter=${encodeURIComponent(mine)}`)).json;
    const seen: string[][] = [];
    let last: Json = {};
    for (let cursor: string | undefined = ''; cursor !== undefined; cursor = last['nextCursor'] as string | undefined) {
      last = await page(clients[seen.length % 2]!, cursor);
      seen.push((last['Resources'] as { id: string }[]).map(({ id }) => id));
    }
    expect(seen.flat()).toEqual(ids.toSorted());
    const back = await page(clients[seen.length % 2]!, last['previousCursor'] as string);
    expect(back.Resources.map(({ id }: { id: string }) => id)).toEqual(seen.at(-2));
  });

  test('by index, far from the start: exact while people come and go through the other', async () => {
    const [{ id: organizationId }] = (await command('simulate', 'population', '--people', '2500', '--groups', '0')) as [
      { id: string },
    ];
    const newKey = async () => ((await command('key', 'create', organizationId)) as [{ id: string; key: string }])[0];
    const isBehind = `--import=data:text/javascript,{const/**/now=Date.now;Date.now=()=>now()-36e5}`;
    const behind = await started({ NODE_OPTIONS: isBehind });
    const { key } = await newKey();
    const [here, there] = [servers[0]!, behind].map((server) => clientOf(server, { organizationId, key }));
    const pageOf = async (client: ScimClient, startIndex: number) => {
      const { json } = await client.get(`/Users?startIndex=${startIndex}&count=50&attributes=id`);
      return { total: json.totalResults, ids: json.Resources.map(({ id }: { id: string }) => id) };
    };
    let all: string[] = [];
    for (let startIndex = 1; startIndex <= 2_500; startIndex += 50) all.push(...(await pageOf(here!, startIndex)).ids);
    expect(new Set(all).size).toBe(2_500);
    // With a key of its own each time: the client that was here before would go on with its walk.
    const expectPages = async () => {
      const made = await newKey();
      const client = clientOf(servers[0]!, { organizationId, key: made.key });
      for (const startIndex of [2_001, 2_051, 2_451, 1_501, 2_101])
        expect(await pageOf(client, startIndex)).toEqual({
          total: all.length,
          ids: all.slice(startIndex - 1, startIndex + 49),
        });
      await command('key', 'revoke', organizationId, made.id);
    };
    await expectPages();
    for (let round = 0; round < 3; round += 1) {
      // The clock of the other process is an hour behind: whom it makes comes before all others.
      const { id: earlier } = await there!.newUser();
      expect(earlier < all[3]!).toBe(true);
      all = [...all, earlier].toSorted();
      await expectPages();
      const gone = all[700 * round + 20]!;
      expect((await there!.delete(`/Users/${gone}`)).status).toBe(204);
      all = all.filter((id) => id !== gone);
      await expectPages();
      all.push((await here!.newUser()).id);
      await expectPages();
    }
  }, 90_000);
});

describe('Writes through two processes at once', () => {
  test('of one userName: one is made, the others are told', async () => {
    const userName = 'everybody-at-once@example.com';
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, number) => clients[number % 2]!.post('/Users', { schemas: [USER], userName })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
    for (const client of clients) expect(await client.find('/Users', `userName eq "${userName}"`)).toHaveLength(1);
  }, 60_000);

  test('of members of one group: none is lost', async () => {
    const group = await a!.newGroup();
    const people = await Promise.all(Array.from({ length: 100 }, (_, number) => clients[number % 2]!.newUser()));
    const added = await Promise.all(
      people.map(({ id: value }, number) =>
        clients[number % 2]!.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [{ value }] }]),
      ),
    );
    expect(added.map(({ status }) => status)).toEqual(people.map(() => 204));
    const expected = people.map(({ id }) => id).toSorted();
    for (const client of clients) expect(await client.membersOf(group.id)).toEqual(expected);
  }, 60_000);

  test('leave their events in one sequence without gaps, each once', async () => {
    const events = await command('events', tenant.organizationId);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, index) => index + 1));
    const created = events.filter(({ type }) => type === 'user.created').map(({ resourceId }) => resourceId);
    expect(new Set(created).size).toBe(created.length);
    expect(created).toHaveLength((await a!.get('/Users?count=0')).json.totalResults);
    const members = events.filter(({ type }) => String(type).startsWith('group.member'));
    expect(members.length).toBeGreaterThan(0);
  }, 60_000);
});
