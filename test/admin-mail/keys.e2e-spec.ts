import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { KeyExpiry } from '../../src/scim-auth/key-expiry/key-expiry.js';
import { ScimKeysService } from '../../src/scim-auth/scim-keys.service.js';
import type { ApiAnswer } from '../support/person.js';
import { Admin } from '../support/admin.js';
import { Authenticator } from '../support/authenticator.js';
import { ConsoleSetUp } from '../support/console.js';
import { Muster } from '../support/muster.js';

const DAY_MS = 86_400_000;
const OPERATOR_ADDRESS = 'op@host.example';

let scene: ConsoleSetUp;
let webhookId: string;
beforeAll(async () => {
  scene = await ConsoleSetUp.start();
  const { json } = await scene.operator.post(`${scene.base}/webhooks`, { url: 'https://app.example/', label: 'First' });
  webhookId = json.webhook.id;
});
afterAll(() => scene.stop());

const post = (path: string, body: object) => scene.operator.post(scene.base + path, body);
const eventsOf = async (type: string) =>
  (
    await scene.muster.rows<{ resourceId: unknown; data: string }>(
      'SELECT resourceId, data FROM events WHERE organizationId = ? AND type = ? ORDER BY sequence',
      [scene.organizationId, type],
    )
  ).map(({ resourceId, data }) => ({ id: String(resourceId), ...JSON.parse(data) }));
const expiryMails = async (label: string) =>
  (await scene.muster.rows<{ payload: string }>("SELECT payload FROM outbox WHERE topic LIKE 'key-expiry:%'")).filter(
    ({ payload }) => payload.includes(label),
  ).length;

describe('Admins get a mail when', () => {
  test.each<[string, string, () => Promise<ApiAnswer>]>([
    ['a SCIM key', 'a SCIM key was made', () => post('/keys', { label: 'Okta made' })],
    ['an application key', 'an application key was made', () => post('/application-keys', { label: 'HR made' })],
    [
      'a webhook',
      'the secret of a webhook was made',
      () => post('/webhooks', { url: 'https://x.example/', label: 'W' }),
    ],
    ['another secret of a webhook', 'the secret of a webhook', () => post(`/webhooks/${webhookId}/rotate-secret`, {})],
  ])('%s is made, which has no secret in it', async (_what, text, make) => {
    const before = scene.mail.to(OPERATOR_ADDRESS).length;
    const { status, json } = await make();
    expect(status).toBeLessThan(300);
    const mail = await scene.mailTo(OPERATOR_ADDRESS, new RegExp(text));
    expect(scene.mail.to(OPERATOR_ADDRESS).length).toBeGreaterThanOrEqual(before);
    expect(mail.bodies.get('text/plain')).toContain('Op has made');
    expect(mail.source).not.toContain(json.key ?? json.secret);
  });

  test('no key of theirs is made: the server tries its own endpoint without a word', async () => {
    const count = async () => (await scene.muster.rows("SELECT id FROM outbox WHERE topic LIKE 'key:%'")).length;
    const before = await count();
    expect((await post('/connection-test', {})).status).toBe(200);
    expect(await count()).toBe(before);
  });
});

describe('Before a key expires', () => {
  const look = (now: number, ...musters: Muster[]) =>
    Promise.all(musters.map((muster) => muster.app.get(KeyExpiry).look(now)));

  test.each([
    ['keys', 'key.expires_soon'],
    ['application-keys', 'application_key.expires_soon'],
  ])('%s: admins hear 30 days, a week and a day before, once each, whichever process looks', async (path, type) => {
    const label = `Ends ${path}`;
    const { id } = (await post(`/${path}`, { label, expiresInDays: 100 })).json;
    const end = Date.now() + 100 * DAY_MS;
    const other = await scene.muster.another();
    try {
      for (const [days, told] of [
        [31, []],
        [29, [30]],
        [20, [30]],
        [6, [30, 7]],
        [0.5, [30, 7, 1]],
        [0.4, [30, 7, 1]],
        [-1, [30, 7, 1]],
      ] as const) {
        await look(end - days * DAY_MS, scene.muster, other, scene.muster);
        const events = (await eventsOf(type)).filter((event) => event.id === id);
        expect([days, events.map((event) => event.days)]).toEqual([days, told]);
        expect(await expiryMails(label)).toBe(told.length);
      }
    } finally {
      await other.stop();
    }
  });

  test('a key that nobody looked at for weeks is told of once, for the nearest day', async () => {
    const { id } = (await post('/keys', { label: 'Late', expiresInDays: 100 })).json;
    await look(Date.now() + 99.5 * DAY_MS, scene.muster);
    expect((await eventsOf('key.expires_soon')).filter((event) => event.id === id)).toMatchObject([{ days: 1 }]);
  });

  test('nothing is said of one that was made for a week until it is a day, or that is ended', async () => {
    const keys = scene.muster.app.get(ScimKeysService);
    const { id } = await keys.create(scene.organizationId, { label: 'Week', lifetime: 7 * DAY_MS }, OPERATOR);
    await look(Date.now(), scene.muster);
    await look(Date.now() + 3 * DAY_MS, scene.muster);
    expect((await eventsOf('key.expires_soon')).filter((event) => event.id === id)).toEqual([]);
    await keys.revoke(scene.organizationId, id, OPERATOR);
    await look(Date.now() + 6.5 * DAY_MS, scene.muster);
    expect((await eventsOf('key.expires_soon')).filter((event) => event.id === id)).toEqual([]);
  });
});

describe('Ten SCIM keys work at the same time', () => {
  let organizationId: string;
  beforeAll(async () => {
    organizationId = (await scene.operator.post('/organizations', { name: 'Globex' })).json.id;
  });
  const make = () => scene.operator.post(`/organizations/${organizationId}/keys`, { label: 'One of them' });

  test('and no more, also when fifteen are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, make));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(refused.map(({ status, json }) => `${status} ${json.reason} ${json.detail}`))).toEqual(
      new Set([
        '409 too_many An organization has at most 10 valid SCIM keys, retiring ones included: revoke one first',
      ]),
    );
  });

  test('retiring ones count until their end, revoked and expired ones do not', async () => {
    const at = `/organizations/${organizationId}/keys`;
    const [one, two, three] = (await scene.operator.get(at)).json.keys;
    await scene.operator.post(`${at}/${one.id}/retire`, { inDays: 3 });
    expect((await make()).status).toBe(409);
    await scene.operator.post(`${at}/${two.id}/revoke`);
    expect((await make()).status).toBe(201);
    expect((await make()).status).toBe(409);
    await scene.muster.rows('UPDATE scim_keys SET expiresAt = 1 WHERE id = ?', [three.id]);
    expect((await make()).status).toBe(201);
    await scene.muster.rows('UPDATE scim_keys SET retiresAt = 1 WHERE id = ?', [one.id]);
    expect((await make()).status).toBe(201);
    expect((await make()).status).toBe(409);
  });

  test('and the connection can still be tried', async () => {
    expect((await scene.operator.post(`/organizations/${organizationId}/connection-test`)).status).toBe(200);
  });
});

const mailsTo = (rows: readonly { payload: string }[], { email }: Admin) =>
  rows.map(({ payload }) => JSON.parse(payload)).filter(({ to }) => to === email);

test('Admins hear of it when another admin is invited, or makes a token or a passkey; those of elsewhere do not', async () => {
  const muster = await Muster.start();
  const organizationId = await muster.newOrganization();
  const [ada, bob] = [await Admin.of(muster, organizationId), await Admin.of(muster, organizationId)];
  const stranger = await Admin.of(muster, await muster.newOrganization('Elsewhere'));
  const told = async () => {
    const rows = await muster.rows<{ payload: string }>(
      "SELECT payload FROM outbox WHERE topic LIKE 'key:%' ORDER BY id",
    );
    expect(mailsTo(rows, stranger)).toEqual([]);
    return mailsTo(rows, ada).map(({ values: { kind, label, by } }) => [kind, label, by]);
  };
  const before = (await told()).length;
  const { json: token } = await bob.post('/me/tokens', { label: 'Report' });
  const phone = new Authenticator('https://muster.example');
  const response = phone.make((await bob.post('/me/passkeys/options')).json);
  expect((await bob.post('/me/passkeys', { label: 'Phone', response })).status).toBe(201);
  const eve = { email: 'eve@acme.example', name: 'Eve', organizationId };
  expect((await bob.post('/admins', eve)).status).toBe(201);
  const by = (await bob.get('/session')).json.admin.name;
  expect((await told()).slice(before)).toEqual([
    ['admin', `Report (${bob.email})`, by],
    ['passkey', `Phone (${bob.email})`, by],
    ['account', 'eve@acme.example', by],
  ]);
  expect(JSON.stringify(await muster.rows('SELECT payload FROM outbox'))).not.toContain(token.token);
  await muster.stop();
});
