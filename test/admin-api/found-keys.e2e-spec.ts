import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keyOf, newKey } from '../../src/scim-auth/key-format.js';
import { Admin } from '../support/admin.js';
import { ConsoleSetUp } from '../support/console.js';

const OPERATOR_ADDRESS = 'op@host.example';
const FINDER = '203.0.113.7';

let scene: ConsoleSetUp;
/** An organization that has an admin of its own. */
let globex: string;
let admin: Admin;
beforeAll(async () => {
  scene = await ConsoleSetUp.start({ TRUST_PROXY: '1' });
  globex = (await scene.operator.post('/organizations', { name: 'Globex', scimEnabled: true })).json.id;
  admin = await Admin.of(scene.muster, globex);
});
afterAll(() => scene.stop());

/** A report of somebody who has nothing but what was found, seen from the outside. */
async function report(body: unknown, from = FINDER) {
  const response = await fetch(`${scene.muster.url}/api/v1/found-keys`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': from },
    body: JSON.stringify(body),
  });
  const { 'x-request-id': _, date: __, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, text: await response.text(), headers };
}
const done = { status: 204, text: '' };
const found = (...keys: string[]) => report({ keys });

const made = async (organizationId: string, what: string, label: string) =>
  (await scene.operator.post(`/organizations/${organizationId}/${what}`, { label })).json as {
    id: string;
    key: string;
  };
const token = async (by: Admin, label: string) =>
  (await by.post('/me/tokens', { label })).json as { id: string; token: string };
const withToken = (text: string) => Object.assign(new Admin(scene.muster.url), { token: text });
const eventsOf = async (id: string) =>
  (
    await scene.muster.rows<Record<'organizationId' | 'resourceId' | 'type' | 'actor' | 'data', unknown>>(
      'SELECT organizationId, resourceId, type, actor, data FROM events ORDER BY organizationId, sequence',
    )
  )
    .filter(({ resourceId }) => String(resourceId) === id)
    .map(({ organizationId, type, actor, data }) => ({
      organizationId: String(organizationId),
      type: String(type),
      actor: JSON.parse(String(actor)),
      data: JSON.parse(String(data)),
    }));
const idOf = async ({ email }: Admin) => {
  const [row] = await scene.muster.rows<{ id: unknown }>('SELECT id FROM admins WHERE email = ?', [email]);
  return String(row!.id);
};
const mailsOf = async (id: string) =>
  scene.muster.rows<{ organizationId: string; payload: string }>(
    'SELECT organizationId, payload FROM outbox WHERE topic = ?',
    [`key-found:${id}`],
  );
const finder = { kind: 'finder', label: FINDER };

describe('A key that was found and is reported by somebody without a credential', () => {
  test('is refused by SCIM from the next request on', async () => {
    const { id, key } = await made(globex, 'keys', 'Okta');
    const client = scene.muster.client(globex, key);
    expect((await client.get('/Users?count=0')).status).toBe(200);
    expect(await found(key)).toMatchObject(done);
    expect((await client.get('/Users?count=0')).status).toBe(401);
    expect((await eventsOf(id)).at(-1)).toEqual({
      organizationId: globex,
      type: 'key.revoked',
      actor: finder,
      data: { label: 'Okta' },
    });
    const { json } = await admin.get(`/organizations/${globex}/keys`);
    expect(json.keys.find((each: { id: string }) => each.id === id)).toMatchObject({ state: 'revoked' });
  });

  test('reads no more events, where it is the key of an application', async () => {
    const { id, key } = await made(globex, 'application-keys', 'HR');
    const read = () => withToken(key).get(`/organizations/${globex}/events?limit=1`);
    expect((await read()).status).toBe(200);
    expect(await found(key)).toMatchObject(done);
    expect((await read()).status).toBe(401);
    expect((await eventsOf(id)).at(-1)).toMatchObject({ type: 'application_key.revoked', actor: finder });
  });

  test('signs nobody in any more, where it is the token of an admin, whose other tokens and sessions stay', async () => {
    const { id, token: text } = await token(admin, 'Report');
    const other = await token(admin, 'Other');
    expect(await found(text)).toMatchObject(done);
    expect((await withToken(text).get(`/organizations/${globex}`)).status).toBe(401);
    expect((await withToken(other.token).get(`/organizations/${globex}`)).status).toBe(200);
    expect((await eventsOf(await idOf(admin))).at(-1)).toMatchObject({
      organizationId: globex,
      type: 'admin.token_revoked',
      actor: finder,
      data: { email: admin.email, tokenId: id, label: 'Report' },
    });
  });

  test('is told of by mail to the admins of its organization, which has neither the key nor another organization in it', async () => {
    for (const what of ['keys', 'application-keys']) {
      const { id, key } = await made(globex, what, `Mailed ${what}`);
      await found(key, (await made(scene.organizationId, what, 'Of another')).key);
      const { bodies, source } = await scene.mailTo(admin.email, new RegExp(`Mailed ${what} was found`));
      expect(bodies.get('text/plain')).toContain(FINDER);
      expect(bodies.get('text/plain')).not.toContain('Of another');
      expect(source).not.toContain(key);
      expect((await mailsOf(id)).map(({ organizationId }) => String(organizationId))).toEqual([globex]);
    }
  });

  test('is told of by mail to the admins of its organization, where it is a token of one of them', async () => {
    const { token: text } = await token(admin, 'Mailed token');
    await found(text);
    const { bodies } = await scene.mailTo(admin.email, /Mailed token.* was found/);
    expect(bodies.get('text/plain')).toContain(`${admin.email}`);
  });

  test('is told of by mail to its operator, where it is the token of one, who belongs to no organization', async () => {
    const { token: text } = await token(scene.operator, 'Operator token');
    expect(await found(text)).toMatchObject(done);
    const { source } = await scene.mailTo(OPERATOR_ADDRESS, /Operator token.* was found/);
    expect(source).not.toContain(text);
    expect((await withToken(text).get('/organizations')).status).toBe(401);
  });

  test('is ended while its successor has taken over already, so that no later date brings it back', async () => {
    const { id, key } = await made(globex, 'keys', 'Before');
    await scene.operator.post(`/organizations/${globex}/keys/${id}/retire`, { inDays: 0 });
    await found(key);
    const again = await scene.operator.post(`/organizations/${globex}/keys/${id}/retire`, { inDays: 7 });
    expect(again).toMatchObject({ status: 409, json: { reason: 'revoked' } });
  });

  test('is ended once, with one event and one mail, however many report it at the same time', async () => {
    const { id, key } = await made(globex, 'keys', 'Often');
    const { token: text } = await token(admin, 'Often too');
    const answers = await Promise.all(Array.from({ length: 5 }, () => found(key, text, key)));
    expect(answers).toEqual(answers.map(() => expect.objectContaining(done)));
    expect((await eventsOf(id)).filter(({ type }) => type === 'key.revoked')).toHaveLength(1);
    expect(await mailsOf(id)).toHaveLength(1);
    const told = (await eventsOf(await idOf(admin))).filter(({ data }) => data.label === 'Often too');
    expect(told).toHaveLength(1);
  });
});

describe('The answer to a report', () => {
  test('is the same for keys that are live, revoked, expired, unknown, damaged or no keys at all', async () => {
    const live = await made(globex, 'keys', 'Live');
    const revoked = await made(globex, 'keys', 'Revoked');
    await scene.operator.post(`/organizations/${globex}/keys/${revoked.id}/revoke`);
    const expired = await made(globex, 'keys', 'Expired');
    await scene.muster.rows('UPDATE scim_keys SET expiresAt = 1 WHERE id = ?', [expired.id]);
    const unknown = newKey();
    const before = await scene.muster.rows('SELECT COUNT(*) AS events FROM events');
    const reports = [
      [revoked.key],
      [expired.key],
      [unknown.key],
      [newKey('app').key, newKey('admin').key],
      [`${live.key.slice(0, -1)}${live.key.endsWith('a') ? 'b' : 'a'}`],
      [live.key.replace('_scim_', '_app_')],
      [live.id, 'muster_scim_', '', 'x'.repeat(200), 'password'],
    ];
    const answers: unknown[] = [];
    for (const keys of reports) answers.push(await found(...keys));
    expect(await scene.muster.rows('SELECT COUNT(*) AS events FROM events')).toEqual(before);
    answers.push(await found(live.key));
    expect(await scene.muster.rows('SELECT COUNT(*) AS events FROM events')).not.toEqual(before);
    expect(answers[0]).toMatchObject(done);
    expect(answers).toEqual(answers.map(() => answers[0]));
  });

  test('ends no key of which the id is right and the secret is another’s', async () => {
    const { id, key } = await made(globex, 'keys', 'Stays');
    const { token: text, id: tokenId } = await token(admin, 'Stays');
    const { secret } = newKey();
    const forged = [keyOf('scim', id, secret), keyOf('app', id, secret), keyOf('admin', tokenId, secret)];
    expect(await found(...forged)).toMatchObject(done);
    expect((await scene.muster.client(globex, key).get('/Users?count=0')).status).toBe(200);
    expect((await withToken(text).get(`/organizations/${globex}`)).status).toBe(200);
  });

  test.each<[string, unknown]>([
    ['no keys', {}],
    ['an empty list', { keys: [] }],
    ['a text instead of a list', { keys: 'muster_scim_x' }],
    ['a number among them', { keys: [1] }],
    ['a list among them', { keys: [['muster_scim_x']] }],
    ['more than a hundred', { keys: Array.from({ length: 101 }, () => 'x') }],
    ['one that is too long to be a key', { keys: ['x'.repeat(201)] }],
    ['something else beside them', { keys: ['x'], organizationId: 'x' }],
  ])('is 400 for %s, without a word of what was sent', async (_what, body) => {
    const { status, text } = await report(body, '203.0.113.8');
    expect([status, JSON.parse(text).reason]).toEqual([400, 'invalid']);
    expect(text).not.toContain('muster_scim_x');
  });

  test('is 413 for more than strangers have to say', async () => {
    expect((await report({ keys: ['x'.repeat(33_000)] }, '203.0.113.8')).status).toBe(413);
  });

  test('asks a source to wait after 60 reports, right or wrong, and nobody else', async () => {
    const { key } = await made(globex, 'keys', 'Flood');
    const from = (address: string, ...keys: string[]) => report({ keys }, address);
    for (let index = 0; index < 60; index += 1) expect((await from('198.51.100.1', 'x')).status).toBe(204);
    const answers = [await from('198.51.100.1', 'x'), await from('198.51.100.1', key)];
    for (const { status, text, headers } of answers)
      expect([status, JSON.parse(text).reason, Number(headers['retry-after'] ?? 0) > 0]).toEqual([
        429,
        'too_many_attempts',
        true,
      ]);
    expect((await scene.muster.client(globex, key).get('/Users?count=0')).status).toBe(200);
    expect((await from('198.51.100.2', key)).status).toBe(204);
    expect((await scene.muster.client(globex, key).get('/Users?count=0')).status).toBe(401);
  });
});
