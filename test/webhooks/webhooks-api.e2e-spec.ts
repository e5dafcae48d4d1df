import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { v7 as uuid } from 'uuid';
import { expectAdminsOnly, newAccount } from '../support/admin-routes.js';
import { eventsOf } from '../support/breaker.js';
import { Muster } from '../support/muster.js';
import { assigned, type Company, newCompany } from '../support/organization.js';
import { until } from '../support/until.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import { ALLOWED } from '../support/webhook-scene.js';

let muster: Muster;
let company: Company;
let receiver: WebhookReceiver;
beforeAll(async () => {
  muster = await Muster.start(ALLOWED);
  receiver = await WebhookReceiver.start();
}, 60_000);
afterAll(async () => {
  await receiver.down();
  await muster.stop();
});
beforeEach(async () => {
  company = await newCompany(muster);
  receiver.received.length = 0;
});

async function create(body: object = {}) {
  const { status, json } = await company.admin.post('/webhooks', { url: receiver.url, label: 'HR app', ...body });
  expect(status).toBe(201);
  return { id: json.webhook.id as string, webhook: json.webhook, secret: json.secret as string };
}
const act = (id: string, what: string, body?: object) => company.admin.post(`/webhooks/${id}/${what}`, body);
const get = async (id: string) => (await company.admin.get(`/webhooks/${id}`)).json;

test('An admin makes a webhook, whose secret signs what it is sent', async () => {
  const { id, webhook, secret } = await create({ types: 'user.*' });
  expect(webhook).toMatchObject({ id, url: receiver.url, label: 'HR app', types: 'user.*', state: 'enabled' });
  expect(JSON.stringify(webhook)).not.toContain(secret);
  expect((await company.admin.get('/webhooks')).json).toEqual({ webhooks: [await get(id)] });
  const { id: userId } = await assigned(muster, company);
  await until(() => receiver.ofType('user.created').length > 0);
  const [{ body, headers, event }] = receiver.ofType('user.created') as [(typeof receiver.received)[0]];
  expect(event.resourceId).toBe(userId);
  expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toBeDefined();
  const [{ actor, data }] = (await eventsOf(muster, company.okta.organizationId, 'webhook.created')) as [AnyEvent];
  expect([actor.kind, actor.id, data.label]).toEqual(['member', company.adminId, 'HR app']);
});
type AnyEvent = Awaited<ReturnType<typeof eventsOf>>[0];

test('So does an account, whose session is new', async () => {
  const account = await newAccount(muster, company.okta.organizationId);
  expect(await account.post('/webhooks', { url: receiver.url })).toMatchObject({
    status: 201,
    json: { webhook: { label: '', types: 'all', format: 'webhook' }, secret: expect.stringMatching(/^whsec_/) },
  });
  await muster.rows('UPDATE admin_sessions SET stepUpUntil = 0');
  const late = await account.post('/webhooks', { url: receiver.url });
  expect([late.status, late.json.reason]).toEqual([403, 'step_up_needed']);
});

describe('An admin changes', () => {
  test('one thing of a webhook, and the others stay', async () => {
    const { id } = await create({ types: 'user.*' });
    const change = (body: object) => company.admin.send('PATCH', `/webhooks/${id}`, body);
    const kept = { url: receiver.url, label: 'Wiki', types: 'user.*' };
    expect(await change({ label: 'Wiki' })).toMatchObject({ status: 200, json: kept });
    expect(await change({ url: `${receiver.url}/2` })).toMatchObject({ json: { ...kept, url: `${receiver.url}/2` } });
    expect(await change({ types: null })).toMatchObject({ json: { label: 'Wiki', types: 'all' } });
    for (const body of [{}, { label: null }, { url: null }, { url: 'ftp://x' }, { types: 'User' }, { format: 'x' }])
      expect([body, await change(body)]).toMatchObject([body, { status: 400, json: { reason: 'invalid' } }]);
    expect(await get(id)).toMatchObject({ url: `${receiver.url}/2`, label: 'Wiki', types: 'all' });
    expect(await eventsOf(muster, company.okta.organizationId, 'webhook.updated')).toHaveLength(3);
  });

  test('the secret: both sign for as long as was asked', async () => {
    const { id, secret } = await create();
    const { status, json } = await act(id, 'rotate-secret', { overlapHours: 2 });
    expect([status, json.secret === secret]).toEqual([200, false]);
    expect(Date.parse(json.previousUntil) - Date.now()).toBeGreaterThan(3_600_000);
    expect((await get(id)).previousSecretUntil).toBe(json.previousUntil);
    for (const overlapHours of [-1, 721, 1.5, '2'])
      expect((await act(id, 'rotate-secret', { overlapHours })).status).toBe(400);
  });

  test('whether it is sent anything', async () => {
    const { id } = await create();
    expect(await act(id, 'disable')).toMatchObject({ status: 200, json: { state: 'disabled' } });
    expect(await act(id, 'disable')).toMatchObject({ status: 409, json: { reason: 'disabled' } });
    await assigned(muster, company);
    expect(await act(id, 'enable', { skip: true })).toMatchObject({ status: 200, json: { state: 'enabled' } });
    expect(await act(id, 'enable')).toMatchObject({ status: 409, json: { reason: 'enabled' } });
    const { id: userId } = await assigned(muster, company);
    await until(() => receiver.ofType('user.created').length > 0);
    expect(receiver.ofType('user.created').map(({ event }) => event.resourceId)).toEqual([userId]);
    const { sequence } = receiver.ofType('user.created')[0]!.event;
    expect(await act(id, 'replay', { from: sequence })).toMatchObject({ status: 200 });
    await until(() => receiver.ofType('user.created').length > 1);
    for (const body of [{}, { from: 0 }, { from: '1' }, { from: 1_000_000 }])
      expect([body, (await act(id, 'replay', body)).status]).toEqual([body, 400]);
  });

  test('its mind: a webhook that is deleted is gone', async () => {
    const { id } = await create();
    expect(await company.admin.send('DELETE', `/webhooks/${id}`)).toEqual({ status: 204, json: undefined });
    expect((await company.admin.send('DELETE', `/webhooks/${id}`)).status).toBe(404);
    expect((await company.admin.get('/webhooks')).json).toEqual({ webhooks: [] });
  });
});

test('An admin tries a webhook out, and sees what was delivered, page by page', async () => {
  const { id } = await create({ types: 'nothing.at_all' });
  for (const status of [204, 500, 204]) {
    receiver.answer = () => ({ status, body: 'no' });
    expect(await act(id, 'test')).toMatchObject({ status: 200, json: { status, attempt: 1, sequence: null } });
  }
  receiver.answer = () => ({ status: 204 });
  const first = (await company.admin.get(`/webhooks/${id}/deliveries?limit=2`)).json;
  expect(first.deliveries.map(({ status }: { status: number }) => status)).toEqual([204, 500]);
  const { json: second } = await company.admin.get(`/webhooks/${id}/deliveries?limit=2&before=${first.next}`);
  expect(second).toMatchObject({ deliveries: [{ status: 204 }], next: null });
  for (const query of ['limit=0', 'limit=501', 'before=x', 'after=x'])
    expect((await company.admin.get(`/webhooks/${id}/deliveries?${query}`)).status).toBe(400);
});

test.each<[string, object]>([
  ['no URL', { url: undefined }],
  ['one of another kind', { url: 'ftp://app.example' }],
  ['an address inside the network', { url: 'http://10.0.0.1/' }],
  ['a password in it', { url: 'https://ada:secret@app.example' }],
  ['types that are none', { types: 'User' }],
  ['a format that is none', { format: 'xml' }],
  ['a label that is too long', { label: 'x'.repeat(101) }],
  ['something else', { color: 'red' }],
])('A webhook with %s is refused', async (_, body) => {
  const { status, json } = await company.admin.post('/webhooks', { url: receiver.url, ...body });
  expect([status, json.reason]).toEqual([400, 'invalid']);
  expect((await company.admin.get('/webhooks')).json).toEqual({ webhooks: [] });
});

describe('Webhooks', () => {
  const routesOf = (id: string) =>
    [
      ['GET', `/webhooks/${id}`],
      ['PATCH', `/webhooks/${id}`, { label: 'Mine' }],
      ['DELETE', `/webhooks/${id}`],
      ['POST', `/webhooks/${id}/rotate-secret`],
      ['POST', `/webhooks/${id}/enable`],
      ['POST', `/webhooks/${id}/disable`],
      ['POST', `/webhooks/${id}/replay`, { from: 1 }],
      ['POST', `/webhooks/${id}/test`],
      ['GET', `/webhooks/${id}/deliveries`],
    ] as const;

  test('of other organizations, and those that are none, are unknown', async () => {
    const { id } = await create();
    const { admin } = await newCompany(muster);
    for (const [method, path, body] of [id, uuid(), '%C3%A9'].flatMap(routesOf)) {
      const { status, json } = await admin.send(method, path, body);
      expect([method, path, status, json.reason]).toEqual([method, path, 404, 'unknown']);
    }
    expect(await get(id)).toMatchObject({ label: 'HR app', state: 'enabled' });
  });

  test('are for admins of the organization', async () => {
    const { id } = await create();
    await expectAdminsOnly(muster, company, [
      ['GET', '/webhooks'],
      ['POST', '/webhooks', { url: receiver.url }],
      ...routesOf(id),
    ]);
    expect(await get(id)).toMatchObject({ label: 'HR app', state: 'enabled' });
  });

  test('are twenty at most', async () => {
    for (let number = 0; number < 20; number += 1) await create();
    expect(await company.admin.post('/webhooks', { url: receiver.url })).toMatchObject({
      status: 409,
      json: { reason: 'too_many' },
    });
  });
});
