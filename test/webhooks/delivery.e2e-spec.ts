import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { ApplicationKeysService } from '../../src/scim-auth/application-keys/application-keys.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { ServerProcess } from '../support/process.js';
import { ScimClient } from '../support/scim-client.js';
import { until } from '../support/until.js';
import { door, type Received } from '../support/webhook-receiver.js';
import { ALLOWED, between, WebhookScene } from '../support/webhook-scene.js';

const scene = WebhookScene.ofFile();

const headersOf = ({ headers }: Received) => headers as Record<string, string>;

describe('An application with a webhook', () => {
  test('is told of a change as the feed tells it, signed so that it can check from whom it is', async () => {
    scene.startWorker();
    const { secret, endpoint } = await scene.create();
    const { id } = await scene.tenant.newUser({ displayName: 'Ärger & Söhne 🎉' });
    await until(() => scene.receiver.received.length === 1);
    const [told] = scene.receiver.received;
    expect(new Webhook(secret).verify(told!.body, headersOf(told!))).toMatchObject({ resourceId: id });
    expect(() => new Webhook(secret).verify(`${told!.body} `, headersOf(told!))).toThrow();
    expect(told!.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': told!.event.id });
    const { key } = await scene.muster.app
      .get(ApplicationKeysService)
      .create(scene.organizationId, '', 60_000, OPERATOR);
    const feed = await fetch(
      `${scene.muster.url}/api/v1/organizations/${scene.organizationId}/events?after=${endpoint.lastSequence}&limit=1`,
      { headers: { Authorization: `Bearer ${key}` } },
    );
    expect(((await feed.json()) as { events: unknown[] }).events).toEqual([told!.event]);
  });

  test.each([
    ['', {}],
    [', who go first', { busyCommits: 1, busyDistance: 5 }],
  ])('is told everything once and in order while many write%s', async (_how, options) => {
    scene.startWorker(options);
    const { endpoint } = await scene.create();
    await Promise.all(Array.from({ length: 60 }, () => scene.tenant.newUser()));
    const last = await scene.lastSequence();
    await until(async () => (await scene.endpoint(endpoint.id)).lastSequence === last);
    expect(scene.receiver.sequences).toEqual(between(endpoint.lastSequence, last));
  });

  test('is told the types that it wants alone, and is not behind for the others', async () => {
    scene.startWorker();
    const { endpoint } = await scene.create({ types: 'group.*,user.deleted' });
    const { id } = await scene.tenant.newUser();
    await scene.tenant.newGroup({ members: [{ value: id }] });
    await scene.tenant.delete(`/Users/${id}`);
    await scene.tenant.newUser();
    const last = await scene.lastSequence();
    await until(async () => (await scene.endpoint(endpoint.id)).lastSequence === last);
    const types = scene.receiver.received.map(({ event }) => event.type);
    expect(types).toContain('group.created');
    expect(types).toContain('user.deleted');
    expect(types.every((type) => type === 'user.deleted' || type.startsWith('group.'))).toBe(true);
  });

  test('that was away for an hour is told all that it missed, in order', async () => {
    scene.startWorker({ minBackoff: 5_000, maxBackoff: 24 * 3_600_000 });
    const { endpoint } = await scene.create();
    await scene.receiver.down();
    await Promise.all(Array.from({ length: 10 }, () => scene.tenant.newUser()));
    for (const attempts of [1, 2, 3]) {
      await until(async () => (await scene.endpoint(endpoint.id)).attempts === attempts);
      scene.ahead += 20 * 60_000;
    }
    await until(async () => (await scene.endpoint(endpoint.id)).attempts === 4);
    expect(await scene.endpoint(endpoint.id)).toMatchObject({
      isEnabled: true,
      lastSequence: endpoint.lastSequence,
      lastError: expect.stringContaining('ECONNREFUSED'),
    });
    await scene.receiver.up();
    scene.ahead += 60 * 60_000;
    const last = await scene.lastSequence();
    await until(async () => (await scene.endpoint(endpoint.id)).lastSequence === last);
    expect(scene.receiver.sequences).toEqual(between(endpoint.lastSequence, last));
    expect(await scene.endpoint(endpoint.id)).toMatchObject({ attempts: 0, failingSince: null, lastError: null });
  });

  test('that fails is told the same again, and nothing else before it has taken that', async () => {
    let failures = 0;
    scene.receiver.answer = () => ({ status: (failures += 1) <= 3 ? 500 : 200 });
    scene.startWorker();
    const { endpoint } = await scene.create();
    await scene.tenant.newUser();
    await scene.tenant.newUser();
    const last = await scene.lastSequence();
    await until(async () => (await scene.endpoint(endpoint.id)).lastSequence === last);
    const first = endpoint.lastSequence + 1;
    expect(scene.receiver.sequences).toEqual([first, first, first, ...between(endpoint.lastSequence, last)]);
    const ids = scene.receiver.received.slice(0, 4).map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
  });

  test.each([429, 503])('that answers %i with Retry-After is left alone for as long', async (status) => {
    scene.receiver.answer = () => ({ status, headers: { 'Retry-After': '600' } });
    scene.startWorker({ minBackoff: 5, maxBackoff: 24 * 3_600_000 });
    const { endpoint } = await scene.create();
    const before = Date.now();
    await scene.tenant.newUser();
    await until(async () => (await scene.endpoint(endpoint.id)).attempts === 1);
    const { dueAt } = await scene.endpoint(endpoint.id);
    expect(dueAt).toBeGreaterThanOrEqual(before + 600_000);
    expect(dueAt).toBeLessThanOrEqual(Date.now() + 600_000);
    scene.receiver.answer = () => ({ status: 200 });
    scene.ahead = 601_000;
    await until(async () => (await scene.endpoint(endpoint.id)).attempts === 0);
  });

  test('that never answers is left after a while, and told again', async () => {
    let calls = 0;
    scene.receiver.answer = () => ((calls += 1) === 1 ? new Promise(() => undefined) : { status: 200 });
    scene.startWorker({ patience: 200 });
    const { endpoint } = await scene.create();
    await scene.tenant.newUser();
    await until(() => calls === 2);
    await until(async () => (await scene.deliveries(endpoint.id)).length === 2);
    expect(await scene.deliveries(endpoint.id)).toMatchObject([
      { attempt: 2, status: 200, error: null },
      { attempt: 1, status: null, error: 'There was no whole answer in time' },
    ]);
  });

  test('that answers without end is read to eight kilobytes', async () => {
    scene.receiver.answer = () => ({ status: 500, body: `it\n<failed>\u0000${'x'.repeat(100_000)}` });
    scene.startWorker({ minBackoff: 60_000, maxBackoff: 60_000 });
    const { endpoint } = await scene.create();
    await scene.tenant.newUser();
    await until(async () => (await scene.deliveries(endpoint.id)).length === 1);
    const [failed] = await scene.deliveries(endpoint.id);
    expect(failed!.error).toBe('It answered 500');
    expect(failed!.answer).toMatch(/^it <failed> x{987}…$/);
  });
});

describe('A webhook that is slow', () => {
  test('delays no other, and no request of SCIM', async () => {
    const { opened, open } = door();
    scene.startWorker();
    const slow = scene.receiver;
    slow.answer = () => opened.then(() => ({ status: 200 }));
    const { endpoint } = await scene.create();
    const quick = await scene.newReceiver();
    await scene.create({ url: quick.url, types: 'user.created' });
    await scene.tenant.newUser();
    await until(() => slow.received.length === 1);
    for (let n = 0; n < 5; n += 1) await scene.tenant.newUser();
    await until(() => quick.received.length === 6);
    expect(slow.received).toHaveLength(1);
    open();
    const last = await scene.lastSequence();
    await until(async () => (await scene.endpoint(endpoint.id)).lastSequence === last);
    expect(slow.sequences).toEqual(between(endpoint.lastSequence, last));
  });

  test('does not take the places of other organizations', async () => {
    const { opened, open } = door();
    scene.receiver.answer = () => opened.then(() => ({ status: 200 }));
    scene.startWorker({ concurrency: 4, perOrganization: 2 });
    for (let n = 0; n < 6; n += 1) await scene.create();
    await scene.tenant.newUser();
    await until(() => scene.receiver.received.length === 2);
    const other = await scene.muster.newTenant();
    const quick = await scene.newReceiver();
    const webhook = { label: '', url: quick.url, types: 'user.created' };
    await scene.webhooks.create(other.organizationId, webhook, OPERATOR);
    await other.newUser();
    await until(() => quick.received.length === 1);
    expect(scene.receiver.received).toHaveLength(2);
    open();
    await until(() => scene.receiver.ofType('user.created').length === 6);
  });
});

describe('Workers', () => {
  test('of two processes on one database tell each event once and in order, whoever has written it', async () => {
    const environment = { DATABASE_URL: scene.muster.database.url, ...ALLOWED };
    const processes = await Promise.all([ServerProcess.start(environment), ServerProcess.start(environment)]);
    try {
      const { endpoint } = await scene.create();
      const clients = processes.map(
        ({ url }) => new ScimClient(`${url}/scim/v2/${scene.organizationId}`, scene.tenant.key),
      );
      await Promise.all(Array.from({ length: 60 }, (_, n) => clients[n % 2]!.newUser()));
      const last = await scene.lastSequence();
      await until(async () => (await scene.endpoint(endpoint.id)).lastSequence === last, 60_000);
      expect(scene.receiver.sequences).toEqual(between(endpoint.lastSequence, last));
    } finally {
      await Promise.all(processes.map((process) => process.kill('SIGTERM')));
    }
  }, 120_000);

  test('that end in the middle of a delivery give it back, as if it had not begun', async () => {
    const { opened, open } = door();
    scene.receiver.answer = () => opened.then(() => ({ status: 200 }));
    const worker = scene.startWorker();
    const { endpoint } = await scene.create();
    await scene.tenant.newUser();
    await until(() => scene.receiver.received.length === 1);
    await worker.onModuleDestroy();
    expect(await scene.endpoint(endpoint.id)).toMatchObject({ attempts: 0, lastSequence: endpoint.lastSequence });
    expect(await scene.deliveries(endpoint.id)).toEqual([]);
    open();
    scene.startWorker();
    const last = await scene.lastSequence();
    await until(async () => (await scene.endpoint(endpoint.id)).lastSequence === last);
    expect(scene.receiver.sequences[1]).toBe(scene.receiver.sequences[0]);
  });

  test('of a server that ends at SIGTERM do so too, however long an application takes to answer', async () => {
    const { opened, open } = door();
    scene.receiver.answer = () => opened.then(() => ({ status: 200 }));
    const server = await ServerProcess.start({ DATABASE_URL: scene.muster.database.url, ...ALLOWED });
    const { endpoint } = await scene.create();
    await scene.tenant.newUser();
    await until(() => scene.receiver.received.length === 1);
    server.signal('SIGTERM');
    expect(await server.ended()).toBe(0);
    expect(scene.receiver.received).toHaveLength(1);
    open();
    scene.startWorker();
    const last = await scene.lastSequence();
    await until(async () => (await scene.endpoint(endpoint.id)).lastSequence === last);
    expect((await scene.deliveries(endpoint.id)).map(({ error }) => error)).toEqual([null]);
  }, 60_000);

  test('whose lease has run out do not move the endpoint any more', async () => {
    const { opened, open } = door();
    let calls = 0;
    scene.receiver.answer = () => ((calls += 1) === 1 ? opened.then(() => ({ status: 200 })) : { status: 200 });
    scene.startWorker();
    const { endpoint } = await scene.create();
    await scene.tenant.newUser();
    await until(() => calls === 1);
    await scene.webhooks.replay(scene.organizationId, endpoint.id, 1, OPERATOR);
    open();
    const last = await scene.lastSequence();
    await until(async () => (await scene.endpoint(endpoint.id)).lastSequence === last);
    expect(scene.receiver.sequences.slice(1)).toEqual(between(0, last));
  });

  test('find what has to be done by the index, and a SCIM write costs nothing for them', async () => {
    const write = async () => {
      const statements = await scene.muster.statements.recordedDuring(() => scene.tenant.newUser());
      // The key is looked up now and then, however many webhooks there are. TypeORM writes times into statements for SQLite.
      return statements
        .map(({ text }) => text.replaceAll(/\d{13}/g, '?'))
        .filter((text) => !text.includes('FROM scim_keys'));
    };
    await write();
    const before = await write();
    for (let n = 0; n < 20; n += 1) await scene.create();
    expect(await write()).toEqual(before);
    const recorded = scene.muster.statements.allDuring(async () => {
      scene.startWorker();
      await until(() => scene.receiver.ofType('user.created').length === 20);
    });
    const look = (await recorded).find(({ text }) => text.includes('CROSS JOIN event_sequences'))!;
    const plan = JSON.stringify(await scene.muster.planOf(look));
    expect(plan).toContain('webhook_endpoints_due');
    expect(plan).not.toMatch(/"type":"(ALL|index)"|SCAN/);
  });
});
