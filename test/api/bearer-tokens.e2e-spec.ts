import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { ApplicationKeysService } from '../../src/scim-auth/application-keys/application-keys.service.js';
import { Admin } from '../support/admin.js';
import { withMuster, withTenant } from '../support/muster.js';

const METRICS_TOKEN = 'a-token-of-the-operator-0123456789';
const FORM = 'application/x-www-form-urlencoded';
const muster = withMuster({ METRICS_TOKEN });
const tenant = withTenant(muster);
const tokens: Record<string, string> = { METRICS_TOKEN: METRICS_TOKEN };
beforeAll(async () => {
  tokens['a SCIM key'] = tenant.key;
  const applications = muster.app.get(ApplicationKeysService);
  tokens['an application key'] = (await applications.create(tenant.organizationId, 'HR', 3_600_000, OPERATOR)).key;
  const operator = await Admin.of(muster, null);
  const made = await operator.post('/me/tokens', { label: 'CI', scope: 'write', expiresInDays: 1 });
  tokens['a personal token'] = made.json.token;
});

const routes: Record<string, () => string> = {
  'a SCIM key': () => `/scim/v2/${tenant.organizationId}/Users?count=0`,
  'an application key': () => `/api/v1/organizations/${tenant.organizationId}/events?limit=1`,
  'a personal token': () => '/api/v1/session?x=1',
  METRICS_TOKEN: () => '/metrics?x=1',
};
const KINDS = Object.keys(routes);
const ask = async (kind: string, more = '', init: RequestInit = {}) =>
  (await fetch(muster.url + routes[kind]!() + more, init)).status;
const inQuery = (kind: string) => `&access_token=${tokens[kind]}`;
const bearer = (kind: string) => `Bearer ${tokens[kind]}`;

describe.each(KINDS)('%s', (kind) => {
  test('counts in the Authorization header, in any case of its scheme', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER'])
      expect(await ask(kind, '', { headers: { Authorization: `${scheme} ${tokens[kind]}` } })).toBe(200);
  });

  test('does not count in the URL, where logs would keep it (RFC 6750 §2.3)', async () => {
    expect(await ask(kind, inQuery(kind))).toBe(401);
    expect(await ask(kind, inQuery(kind), { headers: { Authorization: 'Bearer x' } })).toBe(401);
  });

  test('counts in the header whatever the URL says', async () => {
    expect(await ask(kind, '&access_token=x', { headers: { Authorization: bearer(kind) } })).toBe(200);
  });

  test.each([
    ['twice in one header', (token: string) => `${token}, ${token}`],
    ['with something behind it', (token: string) => `${token} x`],
    ['as the password of another scheme', (token: string) => `Basic ${Buffer.from(`x:${token}`).toString('base64')}`],
  ])('does not count %s', async (_, header) => {
    expect(await ask(kind, '', { headers: { Authorization: header(bearer(kind)) } })).toBe(401);
  });
});

describe('A token in a body (RFC 6750 §2.2)', () => {
  test.each([
    ['a SCIM key', () => `/scim/v2/${tenant.organizationId}/Users`],
    ['a personal token', () => '/api/v1/organizations'],
  ])('does not count, in JSON or in a form: %s', async (kind, path) => {
    const bodies = {
      'application/json': JSON.stringify({ access_token: tokens[kind] }),
      [FORM]: `access_token=${tokens[kind]}`,
    };
    for (const [type, body] of Object.entries(bodies)) {
      const headers = { 'Content-Type': type };
      const { status } = await fetch(muster.url + path(), { method: 'POST', headers, body });
      expect([type, status]).toEqual([type, kind === 'a personal token' && type === FORM ? 415 : 401]);
    }
  });
});
