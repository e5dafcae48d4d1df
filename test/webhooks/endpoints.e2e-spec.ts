import { describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { OPERATOR } from '../../src/events/actor.js';
import { EventsRepository } from '../../src/events/events.repository.js';
import { MailService } from '../../src/messaging/mail/mail.service.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { firstIdAt } from '../../src/platform/ids/id-time.js';
import { WebhookRetention } from '../../src/subscriptions/webhooks/webhook-retention.js';
import { newCompany } from '../support/organization.js';
import { until } from '../support/until.js';
import type { Received } from '../support/webhook-receiver.js';
import { between, WebhookScene } from '../support/webhook-scene.js';

const DAY_MS = 86_400_000;
const scene = WebhookScene.ofFile();

const verified = (secret: string, { body, headers }: Received) => {
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>) !== undefined;
  } catch {
    return false;
  }
};
const sendTest = (id: string) => scene.webhooks.test(scene.organizationId, id, OPERATOR);
const eventsOf = async (id: string) => {
  const { app } = scene.muster;
  const all = await app
    .get(UnitOfWork)
    .read((connection) => app.get(EventsRepository).after(connection, scene.organizationId, 0, 1_000));
  return all.filter(({ resourceId }) => resourceId === id);
};
const caughtUp = async (id: string) => (await scene.endpoint(id)).lastSequence === (await scene.lastSequence());

describe('The secret of a webhook', () => {
  test('is another one for each, and stands in no table and no event', async () => {
    const [one, two] = [await scene.create(), await scene.create()];
    expect(one.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(two.secret).not.toBe(one.secret);
    for (const table of ['webhook_endpoints', 'events', 'server_secrets']) {
      const rows = await scene.muster.rows<Record<string, unknown>>(`SELECT * FROM ${table}`);
      expect(rows.map((row) => Object.values(row).map(String).join(' ')).join('\n')).not.toContain(one.secret.slice(6));
    }
  });

  test('can be rotated: both sign for a while, then the new one alone', async () => {
    const { endpoint, secret } = await scene.create();
    const { id } = endpoint;
    const { secret: next } = await scene.webhooks.rotateSecret(scene.organizationId, id, 60_000, OPERATOR);
    await sendTest(id);
    const [both] = scene.receiver.received;
    expect(String(both!.headers['webhook-signature']).split(' ')).toHaveLength(2);
    expect([verified(secret, both!), verified(next, both!)]).toEqual([true, true]);
    await scene.muster.rows('UPDATE webhook_endpoints SET previousSecretUntil = ? WHERE id = ?', [Date.now(), id]);
    await sendTest(id);
    const [, one] = scene.receiver.received;
    expect([verified(secret, one!), verified(next, one!)]).toEqual([false, true]);
    expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['webhook.created', 'webhook.secret_rotated']);
  });

  test('that is rotated without an overlap ends at once', async () => {
    const { endpoint, secret } = await scene.create();
    const { secret: next } = await scene.webhooks.rotateSecret(scene.organizationId, endpoint.id, 0, OPERATOR);
    await sendTest(endpoint.id);
    const [told] = scene.receiver.received;
    expect([verified(secret, told!), verified(next, told!)]).toEqual([false, true]);
  });
});

describe('A test', () => {
  test('is sent at once and signed, and has no place in the sequence', async () => {
    const { endpoint, secret } = await scene.create();
    const last = await scene.lastSequence();
    expect(await sendTest(endpoint.id)).toMatchObject({ status: 204, error: null, sequence: null, attempt: 1 });
    const [told] = scene.receiver.received;
    expect(told!.event).toMatchObject({ type: 'webhook.test', resourceId: endpoint.id });
    expect(told!.event).not.toHaveProperty('sequence');
    expect(verified(secret, told!)).toBe(true);
    expect(await scene.lastSequence()).toBe(last);
    expect(await scene.deliveries(endpoint.id)).toMatchObject([{ eventId: told!.event.id, status: 204 }]);
  });

  test('that fails says why, and changes nothing about the webhook', async () => {
    const { endpoint } = await scene.create();
    scene.receiver.answer = () => ({ status: 410, body: 'No hook here' });
    expect(await sendTest(endpoint.id)).toMatchObject({
      status: 410,
      error: 'It answered 410',
      answer: 'No hook here',
    });
    expect(await scene.endpoint(endpoint.id)).toEqual(endpoint);
  });
});

describe('A webhook that is told nothing any more', () => {
  test('because it answers 410 is disabled at once, and goes on where it was when it is enabled', async () => {
    scene.receiver.answer = () => ({ status: 410 });
    scene.startWorker();
    const { endpoint } = await scene.create();
    await scene.tenant.newUser();
    await until(async () => !(await scene.endpoint(endpoint.id)).isEnabled);
    expect(await scene.endpoint(endpoint.id)).toMatchObject({ disabledBecause: 'gone', attempts: 1 });
    expect((await eventsOf(endpoint.id)).at(-1)).toMatchObject({
      type: 'webhook.disabled',
      actor: { kind: 'server' },
      data: { label: 'HR app', because: 'gone', error: 'It answered 410' },
    });
    scene.receiver.answer = () => ({ status: 200 });
    await scene.tenant.newUser();
    expect(scene.receiver.received).toHaveLength(1);
    await scene.webhooks.enable(scene.organizationId, endpoint.id, false, OPERATOR);
    await until(() => caughtUp(endpoint.id));
    expect(scene.receiver.sequences.slice(1)).toEqual(between(endpoint.lastSequence, await scene.lastSequence()));
  });

  test('because it has failed for days is disabled, and the admins get one mail', async () => {
    const company = await newCompany(scene.muster, { webhookFailureDays: 2 });
    scene.tenant = company.okta;
    scene.receiver.answer = () => ({ status: 500 });
    const { endpoint } = await scene.create({ url: `${scene.receiver.url}?token=in-the-query` });
    scene.startWorker();
    await company.okta.newUser();
    await until(async () => (await scene.endpoint(endpoint.id)).attempts > 1);
    scene.ahead = 2 * DAY_MS - 60_000;
    const { attempts } = await scene.endpoint(endpoint.id);
    await until(async () => (await scene.endpoint(endpoint.id)).attempts > attempts + 1);
    expect(await scene.endpoint(endpoint.id)).toMatchObject({ isEnabled: true });
    scene.ahead = 2 * DAY_MS;
    await until(async () => !(await scene.endpoint(endpoint.id)).isEnabled);
    expect(await scene.endpoint(endpoint.id)).toMatchObject({ disabledBecause: 'failing' });
    const mails = await scene.muster.app.get(MailService).list(scene.organizationId, { limit: 100 });
    const told = mails.filter(({ payload }) => payload.template === 'webhook-disabled');
    expect(told.map(({ payload }) => payload.to)).toEqual(['boss@acme.example']);
    const { subject, text } = await scene.muster.app.get(MailService).show(scene.organizationId, told[0]!.id);
    expect(subject).toBe('Acme: the webhook HR app is disabled');
    expect(text).toContain('has not accepted any event of Acme since');
    expect(text).not.toContain('in-the-query');
    expect(JSON.stringify(await eventsOf(endpoint.id))).not.toContain('in-the-query');
  });

  test('because an operator says so; enabled with what was missed left out, it goes on from now', async () => {
    scene.startWorker();
    const { endpoint } = await scene.create({ types: 'user.created' });
    await scene.webhooks.disable(scene.organizationId, endpoint.id, OPERATOR);
    await scene.tenant.newUser();
    await scene.webhooks.enable(scene.organizationId, endpoint.id, true, OPERATOR);
    const { id } = await scene.tenant.newUser();
    await until(() => caughtUp(endpoint.id));
    expect(scene.receiver.received.map(({ event }) => event.resourceId)).toEqual([id]);
    const again = scene.webhooks.enable(scene.organizationId, endpoint.id, false, OPERATOR);
    await expect(again).rejects.toThrow('The webhook is enabled already');
  });
});

describe('A webhook', () => {
  test('is told again what it was told, from a place in the sequence on', async () => {
    scene.startWorker();
    const { endpoint } = await scene.create();
    await scene.tenant.newUser();
    await until(() => caughtUp(endpoint.id));
    const before = scene.receiver.received.length;
    await scene.webhooks.replay(scene.organizationId, endpoint.id, 1, OPERATOR);
    await until(() => caughtUp(endpoint.id));
    expect(scene.receiver.sequences.slice(before)).toEqual(between(0, await scene.lastSequence()));
    for (const from of [0, 1.5, (await scene.lastSequence()) + 1])
      await expect(scene.webhooks.replay(scene.organizationId, endpoint.id, from, OPERATOR)).rejects.toThrow(
        'from has',
      );
  });

  test('can be changed, and what it could not take goes to the new URL at once', async () => {
    scene.receiver.answer = () => ({ status: 500 });
    scene.startWorker({ minBackoff: 3_600_000, maxBackoff: 3_600_000 });
    const { endpoint } = await scene.create();
    await scene.tenant.newUser();
    await until(async () => (await scene.endpoint(endpoint.id)).attempts === 1);
    const better = await scene.newReceiver();
    const change = { url: better.url, types: 'user.created' };
    await scene.webhooks.update(scene.organizationId, endpoint.id, change, OPERATOR);
    await until(() => caughtUp(endpoint.id));
    expect(better.received.map(({ event }) => event.type)).toEqual(['user.created']);
  });

  test.each([
    { url: 'https://example.com/#x' },
    { url: 'https://user:word@example.com/' },
    { url: 'https://10.0.0.1/' },
    { types: 'everything' },
    { format: 'xml' },
    { label: 'x'.repeat(101) },
  ])('with %j is refused', async (wrong) => {
    await expect(scene.create(wrong)).rejects.toMatchObject({ status: 400 });
    const { endpoint } = await scene.create();
    if ('format' in wrong) return;
    const update = scene.webhooks.update(scene.organizationId, endpoint.id, wrong, OPERATOR);
    await expect(update).rejects.toMatchObject({ status: 400 });
  });

  test('is one of twenty at most, also when all are made at the same time', async () => {
    const made = await Promise.allSettled(Array.from({ length: 25 }, () => scene.create()));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(await scene.webhooks.list(scene.organizationId)).toHaveLength(20);
  });

  test('goes with all that was kept of it', async () => {
    const { endpoint } = await scene.create();
    await sendTest(endpoint.id);
    await scene.webhooks.delete(scene.organizationId, endpoint.id, OPERATOR);
    expect(await scene.webhooks.list(scene.organizationId)).toEqual([]);
    expect(await scene.muster.rows('SELECT id FROM webhook_deliveries')).toEqual([]);
    expect((await eventsOf(endpoint.id)).at(-1)).toMatchObject({ type: 'webhook.deleted' });
  });

  test('of another organization is unknown', async () => {
    const { endpoint } = await scene.create();
    const other = await scene.muster.newOrganization('Other');
    const { webhooks } = scene;
    for (const attempt of [
      () => webhooks.get(other, endpoint.id),
      () => webhooks.update(other, endpoint.id, { label: 'mine' }, OPERATOR),
      () => webhooks.rotateSecret(other, endpoint.id, 0, OPERATOR),
      () => webhooks.enable(other, endpoint.id, true, OPERATOR),
      () => webhooks.disable(other, endpoint.id, OPERATOR),
      () => webhooks.replay(other, endpoint.id, 1, OPERATOR),
      () => webhooks.test(other, endpoint.id, OPERATOR),
      () => webhooks.deliveries(other, endpoint.id, { limit: 10 }),
      () => webhooks.delete(other, endpoint.id, OPERATOR),
    ])
      await expect(attempt()).rejects.toMatchObject({ status: 404 });
    expect(await webhooks.list(other)).toEqual([]);
    expect(await scene.endpoint(endpoint.id)).toEqual(endpoint);
    expect(scene.receiver.received).toEqual([]);
  });

  test('is told nothing of other organizations', async () => {
    scene.startWorker();
    const { endpoint } = await scene.create();
    const other = await scene.muster.newTenant();
    await Promise.all([other.newUser(), scene.tenant.newUser(), other.newUser()]);
    await until(() => caughtUp(endpoint.id));
    expect(new Set(scene.receiver.received.map(({ event }) => event.organizationId))).toEqual(
      new Set([scene.organizationId]),
    );
  });
});

describe('The log of deliveries', () => {
  test('has each attempt, newest first, a page at a time', async () => {
    const { endpoint } = await scene.create();
    for (let n = 0; n < 5; n += 1) await sendTest(endpoint.id);
    const all = await scene.deliveries(endpoint.id);
    expect(all.map(({ eventId }) => eventId)).toEqual(
      scene.receiver.received.map(({ event }) => event.id).toReversed(),
    );
    const page = { before: all[1]!.id, limit: 2 };
    expect(await scene.webhooks.deliveries(scene.organizationId, endpoint.id, page)).toEqual(all.slice(2, 4));
  });

  test('forgets what is older, or more, than the organization keeps', async () => {
    const settings = { webhookLogDays: 10, webhookLogRows: 3 };
    await scene.muster.app.get(OrganizationsService).changeSettings(scene.organizationId, settings, OPERATOR);
    const { endpoint } = await scene.create();
    const { endpoint: quiet } = await scene.create();
    for (let n = 0; n < 5; n += 1) await sendTest(endpoint.id);
    const newest = (await scene.deliveries(endpoint.id)).slice(0, 3);
    for (const days of [9, 11])
      await scene.muster.rows(
        `INSERT INTO webhook_deliveries (organizationId, endpointId, id, eventId, attempt, time, durationMs)
         VALUES (?, ?, ?, 'x', 1, 1, 1)`,
        [scene.organizationId, quiet.id, firstIdAt(Date.now() - days * DAY_MS)],
      );
    expect(await scene.muster.app.get(WebhookRetention).forget()).toBe(3);
    expect(await scene.deliveries(endpoint.id)).toEqual(newest);
    expect(await scene.deliveries(quiet.id)).toHaveLength(1);
  });

  test('and what is behind are counted for those who watch the server', async () => {
    const { endpoint } = await scene.create();
    await scene.tenant.newUser();
    const metrics = async () => (await fetch(`${scene.muster.url}/metrics`)).text();
    expect(await metrics()).toContain('\nmuster_webhook_endpoints_behind 1\n');
    expect(await metrics()).toMatch(/\nmuster_webhook_oldest_undelivered_seconds 0\.\d+\n/);
    scene.startWorker();
    await until(() => caughtUp(endpoint.id));
    const text = await metrics();
    expect(text).toContain('\nmuster_webhook_endpoints_behind 0\n');
    expect(text).toContain('\nmuster_webhook_oldest_undelivered_seconds 0\n');
    expect(text).toMatch(/\nmuster_webhook_deliveries_total\{result="delivered"\} \d+\n/);
  });
});
