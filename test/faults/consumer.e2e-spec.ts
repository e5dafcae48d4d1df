import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { muster, ServerProcess } from '../support/process.js';
import { type AnyJson, ScimClient } from '../support/scim-client.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { ALLOWED } from '../support/webhook-scene.js';

const WRITES = Number(process.env['FAULT_WRITES'] ?? 400);
const KILLS = 4;
const WRITERS = 8;

let database: TestDatabase;
let receiver: WebhookReceiver;
beforeAll(async () => {
  [database, receiver] = await Promise.all([newDatabase(), WebhookReceiver.start()]);
});
afterAll(() => Promise.all([database.drop(), receiver.down()]));

/** What an application makes of the events that it is told, each once. */
class Replica {
  readonly users = new Map<string, { title?: string; active: boolean }>();
  readonly members = new Set<string>();
  readonly sequences: number[] = [];

  constructor(events: readonly AnyJson[]) {
    const seen = new Set<string>();
    for (const event of events) {
      if (!seen.has(event.id)) this.take(event);
      seen.add(event.id);
    }
  }

  private take({ type, sequence, resourceId: id, data }: AnyJson): void {
    this.sequences.push(sequence);
    const user = this.users.get(id)!;
    if (type === 'user.created') this.users.set(id, { title: data.attributes.title, active: true });
    if (type === 'user.updated') user.title = data.changes.title.after;
    if (type === 'user.deactivated') user.active = false;
    if (type === 'user.deleted') this.users.delete(id);
    if (type !== 'group.members_changed') return;
    for (const member of data.removed) this.members.delete(member);
    for (const member of data.added) this.members.add(member);
  }
}

/** The writes of one client, one after the other, until its server is killed. Notes what was acknowledged. */
async function write(client: ScimClient, group: string, name: string, done: (kind: string, id: string) => boolean) {
  for (let index = 0; ; index += 1) {
    const created = await client.newUser({ userName: `${name}-${index}`, title: 'made' });
    const user = `/Users/${created.id}`;
    if (!done('created', created.id)) return;
    const steps: [string, () => Promise<{ status: number }>][] = [
      ['changed', () => client.patch(user, [{ op: 'replace', path: 'title', value: name }])],
      [
        'joined',
        () => client.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value: [{ value: created.id }] }]),
      ],
      ...(index % 3 === 0
        ? [['deactivated', () => client.patch(user, [{ op: 'replace', path: 'active', value: false }])] as const]
        : []),
      ...(index % 5 === 0 ? [['deleted', () => client.delete(user)] as const] : []),
    ].map(([kind, step]) => [kind as string, step as () => Promise<{ status: number }>]);
    for (const [kind, step] of steps) {
      const { status } = await step();
      expect([200, 204]).toContain(status);
      if (!done(kind, created.id)) return;
    }
  }
}

test('kill -9 among mixed writes: an application that is told by webhook ends with exactly what is there', async () => {
  const environment = { DATABASE_URL: database.url, ...ALLOWED };
  const cli = async (...words: string[]) => JSON.parse((await muster([...words, '--json'], environment)).stdout);
  const { id: organizationId } = await cli('organization', 'create', 'Acme', '--enable-scim');
  const { key } = await cli('key', 'create', organizationId);
  await cli('webhook', 'create', organizationId, receiver.url);
  const acknowledged: [kind: string, id: string][] = [];
  let server = await ServerProcess.start(environment);
  const clientOf = ({ url }: ServerProcess) => new ScimClient(`${url}/scim/v2/${organizationId}`, key);
  const { id: group } = await clientOf(server).newGroup();
  for (let round = 0; round < KILLS; round += 1) {
    const [client, goal] = [clientOf(server), Math.ceil((WRITES * (round + 1)) / KILLS)];
    let isRunning = true;
    const done = (kind: string, id: string) => {
      acknowledged.push([kind, id]);
      return isRunning;
    };
    const writers = Array.from({ length: WRITERS }, (_, number) =>
      write(client, group, `k-${round}-${number}`, done).catch((error: Error) => {
        if (isRunning) throw error;
      }),
    );
    await until(() => acknowledged.length >= goal, 300_000);
    await delay(Math.random() * 200);
    isRunning = false;
    await server.kill();
    await Promise.all(writers);
    server = await ServerProcess.start(environment);
  }

  const client = clientOf(server);
  const printed = (await muster(['events', organizationId, '--json'], environment)).stdout.trim().split('\n');
  const events: AnyJson[] = printed.map((line) => JSON.parse(line));
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  const told = () => new Set(receiver.received.map(({ event }) => event.id)).size;
  const [first] = receiver.sequences;
  await until(() => told() === events.length - first! + 1, 120_000);

  const replica = new Replica(receiver.received.map(({ event }) => event));
  expect(replica.sequences).toEqual(events.slice(first! - 1).map(({ sequence }) => sequence));
  const people: AnyJson[] = [];
  for (let cursor = ''; cursor !== undefined;) {
    const { json } = await client.get(`/Users?count=500&cursor=${cursor}`);
    people.push(...json.Resources);
    cursor = json.nextCursor;
  }
  const there = new Map<string, object>(people.map(({ id, title, active }) => [id, { title, active }]));
  expect([...replica.users].toSorted()).toEqual([...there].toSorted());
  expect([...replica.members].toSorted()).toEqual((await client.membersOf(group)).toSorted());
  const ids = (kind: string) => acknowledged.filter(([one]) => one === kind).map(([, id]) => id);
  const types = new Map(events.map(({ type, resourceId }) => [`${type} ${resourceId}`, true]));
  for (const [kind, type] of [
    ['created', 'user.created'],
    ['changed', 'user.updated'],
    ['deactivated', 'user.deactivated'],
    ['deleted', 'user.deleted'],
  ] as const)
    expect(ids(kind).filter((id) => !types.has(`${type} ${id}`))).toEqual([]);
  const verified = await muster(['audit', 'verify', organizationId], environment);
  expect([verified.code, verified.stderr.includes('wrong')]).toEqual([0, false]);
  await server.kill('SIGTERM');
}, 900_000);
