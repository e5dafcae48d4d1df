import { beforeAll, describe, expect, test } from '@jest/globals';
import { IdempotencyRetention } from '../../src/platform/http/idempotency/idempotency-retention.js';
import { Admin, PASSWORD } from '../support/admin.js';
import { withMuster } from '../support/muster.js';
import { newCompany } from '../support/organization.js';
import type { AnyJson } from '../support/scim-client.js';

const muster = withMuster();
let organizationId: string;
let admin: Admin;
let operator: Admin;
let serial = 0;
beforeAll(async () => {
  organizationId = await muster.newOrganization();
  admin = await Admin.of(muster, organizationId);
  operator = await Admin.of(muster, null);
});

const newKey = () => `key ${(serial += 1)}`;
const at = (path: string) => `/organizations/${organizationId}${path}`;

async function send(path: string, body: object, key: string, by = admin, url = muster.url) {
  const headers = { 'Content-Type': 'application/json', Cookie: by.cookie, 'Idempotency-Key': key };
  const answer = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const json = (await answer.json()) as AnyJson;
  return { status: answer.status, isReplayed: answer.headers.get('idempotency-replayed') === 'true', json };
}
const namesOf = async (path: string, name: string) =>
  JSON.stringify((await admin.get(at(path))).json).split(name).length - 1;

describe('A request with an Idempotency-Key', () => {
  test.each<[string, string, () => object]>([
    ['operator', '/organizations', () => ({ name: `Globex ${serial}` })],
    ['operator', '/admins', () => ({ email: `grace${serial}@acme.example`, name: 'Grace' })],
    ['operator', '/me/tokens', () => ({ label: 'Report' })],
    ['admin', '/keys', () => ({ label: 'Okta' })],
    ['admin', '/application-keys', () => ({ label: 'HR' })],
    ['admin', '/webhooks', () => ({ url: 'https://app.example/hooks' })],
    ['admin', '/roles', () => ({ displayName: `Role ${serial}` })],
    ['admin', '/entitlements', () => ({ displayName: `Entitlement ${serial}` })],
    [
      'admin',
      '/extensions',
      () => ({
        resourceType: 'User',
        schema: { id: 'urn:acme:ext', name: 'Acme', attributes: [{ name: 'badge', type: 'string' }] },
      }),
    ],
  ])('of an %s to %s is made once, and answered again as it was', async (who, route, bodyOf) => {
    const [by, path] = who === 'operator' ? [operator, route] : [admin, at(route)];
    const [key, body] = [newKey(), bodyOf()];
    const first = await send(path, body, key, by);
    expect(first).toMatchObject({ status: 201, isReplayed: false });
    expect(await send(path, body, key, by)).toEqual({ ...first, isReplayed: true });
    expect(await send(path, { ...body, label: 'Another' }, key, by)).toMatchObject({
      status: 422,
      json: { reason: 'idempotency_key_reused' },
    });
  });

  test('is made once by twins that come at the same time, to two servers too', async () => {
    const other = await muster.another();
    const [key, body] = [newKey(), { label: 'Twin' }];
    const urls = [muster.url, other.url, muster.url, other.url, muster.url, other.url];
    const answers = await Promise.all(urls.map((url) => send(at('/keys'), body, key, admin, url)));
    await other.stop();
    expect(answers.filter(({ status, isReplayed }) => status === 201 && !isReplayed)).toHaveLength(1);
    const { json: made } = answers.find(({ status, isReplayed }) => status === 201 && !isReplayed)!;
    for (const { status, isReplayed, json } of answers)
      if (isReplayed) expect(json).toEqual(made);
      else expect([201, 409]).toContain(status);
    expect(await namesOf('/keys', '"Twin"')).toBe(1);
    expect((await send(at('/keys'), body, key)).json).toEqual(made);
  });

  test('is another one when somebody else sends it, or it goes elsewhere', async () => {
    const [key, body] = [newKey(), { label: 'Shared' }];
    const second = await Admin.of(muster, organizationId);
    const answers = [
      await send(at('/keys'), body, key),
      await send(at('/keys'), body, key, second),
      await send(at('/application-keys'), body, key),
    ];
    expect(answers.map(({ status, isReplayed }) => [status, isReplayed])).toEqual(answers.map(() => [201, false]));
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(3);
  });

  test('of a member who is an admin is made once too', async () => {
    const { admin: member, okta } = await newCompany(muster);
    const by = Object.assign(new Admin(muster.url), { cookie: member.cookie });
    const path = `/organizations/${okta.organizationId}/keys`;
    const [key, body] = [newKey(), { label: 'Okta' }];
    const first = await send(path, body, key, by);
    expect(first.status).toBe(201);
    expect(await send(path, body, key, by)).toEqual({ ...first, isReplayed: true });
  });

  test('that failed can be sent again, with another body too', async () => {
    const key = newKey();
    expect((await send(at('/roles'), { displayName: '' }, key)).status).toBe(400);
    expect((await send(at('/roles'), { displayName: 'Painter' }, newKey())).status).toBe(201);
    expect((await send(at('/roles'), { displayName: 'painter' }, key)).status).toBe(409);
    expect(await send(at('/roles'), { displayName: 'Sculptor' }, key)).toMatchObject({
      status: 201,
      isReplayed: false,
    });
  });

  test('is replayed only to who may still make it', async () => {
    const [key, body] = [newKey(), { label: 'Okta' }];
    expect((await send(at('/keys'), body, key)).status).toBe(201);
    await muster.rows('UPDATE admin_sessions SET stepUpUntil = 0');
    expect((await send(at('/keys'), body, key)).json.reason).toBe('step_up_needed');
    for (const each of [admin, operator]) await each.post('/session/step-up', { password: PASSWORD });
    expect((await send(at('/keys'), body, key)).isReplayed).toBe(true);
  });

  test.each(['', 'x'.repeat(256)])('is refused with a key of %j', async (key) => {
    expect(await send(at('/roles'), { displayName: 'Nobody' }, key)).toMatchObject({
      status: 400,
      json: { reason: 'invalid' },
    });
    expect(await namesOf('/roles', 'Nobody')).toBe(0);
  });
});

describe('What is kept', () => {
  test('has no secret that the answer has', async () => {
    const { json } = await send(at('/keys'), { label: 'Sealed' }, newKey());
    const rows = await muster.rows<object>('SELECT * FROM idempotency_keys');
    const text = rows.flatMap((row) => Object.values(row).map(String)).join('\n');
    expect(rows.length).toBeGreaterThan(5);
    for (const part of [json.key, json.id, 'Sealed', organizationId]) expect(text).not.toContain(part);
  });

  test('says while the first is under way that it is, and later that nobody knows what came of it', async () => {
    const [key, body] = [newKey(), { label: 'Broken off' }];
    const path = at('/keys');
    await send(path, body, key);
    const set = (column: string, value: number | null, of: string) =>
      muster.rows(`UPDATE idempotency_keys SET ${column} = ? WHERE startedAt ${of}`, [value]);
    await set('answer', null, '> 1');
    await set('startedAt', Date.now(), '> 1');
    expect(await send(path, body, key)).toMatchObject({ status: 409, json: { reason: 'in_progress' } });
    await set('startedAt', Date.now() - 61_000, '> 1');
    expect(await send(path, body, key)).toMatchObject({ status: 409, json: { reason: 'outcome_unknown' } });
    await set('startedAt', Date.now() - 86_400_001, '> 1');
    expect(await send(path, body, key)).toMatchObject({ status: 201, isReplayed: false });
    expect(await namesOf('/keys', '"Broken off"')).toBe(2);
  });

  test('is forgotten after a day', async () => {
    const rows = await muster.rows('SELECT name FROM idempotency_keys');
    await muster.rows('UPDATE idempotency_keys SET startedAt = ?', [Date.now() - 86_400_001]);
    await send(at('/keys'), {}, newKey());
    expect(await muster.app.get(IdempotencyRetention).forget()).toBe(rows.length);
    expect(await muster.rows('SELECT name FROM idempotency_keys')).toHaveLength(1);
  });
});
