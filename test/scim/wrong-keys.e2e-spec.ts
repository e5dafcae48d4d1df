import { request } from 'node:http';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { ApplicationKeysService } from '../../src/scim-auth/application-keys/application-keys.service.js';
import { newKey } from '../../src/scim-auth/key-format.js';
import { ScimKeysService } from '../../src/scim-auth/scim-keys.service.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster({ TRUST_PROXY: '1' });
const tenant = withTenant(muster);
let applicationKey: string;
beforeAll(async () => {
  const keys = muster.app.get(ApplicationKeysService);
  applicationKey = (await keys.create(tenant.organizationId, 'HR', 3_600_000, OPERATOR)).key;
});

const LIMIT = 60;
const scim = () => `/scim/v2/${tenant.organizationId}/Users?count=0`;
const feed = () => `/api/v1/organizations/${tenant.organizationId}/events`;
const call = (path: string, key: string, from: string) =>
  fetch(muster.url + path, {
    headers: { 'X-Forwarded-For': from, ...(key !== '' && { Authorization: `Bearer ${key}` }) },
  });
async function statuses(count: number, path: string, key: (index: number) => string, from: (index: number) => string) {
  const answers = [];
  for (let index = 0; index < count; index += 1) answers.push((await call(path, key(index), from(index))).status);
  return answers;
}

describe('A source that sends wrong keys', () => {
  test('is told after 60 in a minute to wait, while a good key from there still works', async () => {
    const from = () => '203.0.113.7';
    const keys = [() => newKey().key, () => 'nonsense', () => `${tenant.key.slice(0, -1)}!`];
    const seen = await statuses(LIMIT, scim(), (index) => keys[index % keys.length]!(), from);
    expect(new Set(seen)).toEqual(new Set([401]));
    for (const key of keys) {
      const answer = await call(scim(), key(), from());
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        429,
        'application/scim+json; charset=utf-8',
      ]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(answer.headers.has('www-authenticate')).toBe(false);
      expect(await answer.json()).toMatchObject({
        status: '429',
        detail: expect.stringMatching(/^Too many requests with a wrong key/),
      });
    }
    expect((await call(scim(), tenant.key, from())).status).toBe(200);
    expect((await call(feed(), applicationKey, from())).status).toBe(200);
    expect((await call(scim(), '', from())).status).toBe(401);
    expect((await call(scim(), 'nonsense', '203.0.113.8')).status).toBe(401);
  });

  test('is counted over all kinds of keys, and an IPv6 network is one source', async () => {
    const from = (index: number) => `2001:db8:1:2::${(index + 1).toString(16)}`;
    expect(new Set(await statuses(LIMIT / 2, scim(), () => newKey().key, from))).toEqual(new Set([401]));
    expect(new Set(await statuses(LIMIT / 4, feed(), () => newKey('app').key, from))).toEqual(new Set([401]));
    const admins = await statuses(LIMIT / 4, '/api/v1/session', () => newKey('admin').key, from);
    expect(new Set(admins)).toEqual(new Set([401]));
    for (const path of [scim(), feed(), '/api/v1/session'])
      expect([path, (await call(path, 'nonsense', '2001:db8:1:2:ffff::1')).status]).toEqual([path, 429]);
    expect((await call(scim(), 'nonsense', '2001:db8:1:3::1')).status).toBe(401);
  });
});

describe('A 401', () => {
  test.each<[string, Record<string, string>, boolean]>([
    ['without a credential', {}, false],
    ['with an empty one', { Authorization: 'Bearer ' }, false],
    ['with another scheme', { Authorization: 'Basic eDp5' }, false],
    ['with a wrong key', { Authorization: `Bearer ${newKey().key}` }, true],
    ['with what is no key', { Authorization: 'Bearer x' }, true],
    ['with a key typed without "Bearer"', { Authorization: 'x' }, true],
  ])(
    '%s names the error only where a key was wrong (RFC 6750 §3.1), and its body never differs',
    async (_, headers, isWrong) => {
      const bodies = [];
      for (const [path, realm] of [
        [scim(), 'Muster SCIM'],
        [feed(), 'Muster events'],
        ['/api/v1/admins', 'Muster'],
      ] as const) {
        const answer = await fetch(muster.url + path, { headers: { 'X-Forwarded-For': '203.0.113.9', ...headers } });
        const challenge = `Bearer realm="${realm}"${isWrong ? ', error="invalid_token"' : ''}`;
        expect([path, answer.status, answer.headers.get('www-authenticate')]).toEqual([path, 401, challenge]);
        bodies.push(await answer.text());
      }
      expect(bodies).toEqual(
        await Promise.all(
          [scim(), feed(), '/api/v1/admins'].map(async (path) => (await fetch(muster.url + path)).text()),
        ),
      );
    },
  );
});

describe('A client that sends its body only when it is asked to (RFC 9110 §10.1.1)', () => {
  test.each<[string, (id: string) => Promise<unknown>, number]>([
    ['its key was revoked', (id) => muster.app.get(ScimKeysService).revoke(tenant.organizationId, id, OPERATOR), 401],
    [
      'SCIM was switched off',
      () => muster.app.get(OrganizationsService).setScimEnabled(tenant.organizationId, false, OPERATOR),
      403,
    ],
  ])('changes nothing where %s meanwhile', async (_, end, expected) => {
    const { id, key } = await muster.newKey(tenant.organizationId);
    const userName = `late${expected}@acme.example`;
    const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName });
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request(`${muster.url}/scim/v2/${tenant.organizationId}/Users`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${key}`,
          'Content-Type': 'application/scim+json',
          'Content-Length': Buffer.byteLength(body),
          Expect: '100-continue',
        },
      });
      sent.on('continue', () => void end(id).then(() => sent.end(body), reject));
      sent.on('response', (answer) => resolve(answer.resume().statusCode!));
      sent.on('error', reject);
      sent.flushHeaders();
    });
    expect(status).toBe(expected);
    expect(await muster.rows('SELECT id FROM users WHERE userNameKey = ?', [userName])).toEqual([]);
  });
});
