import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { ScimKeysService } from '../../src/scim-auth/scim-keys.service.js';
import { RouteTable } from '../../src/scim/http/route-table.js';
import { Muster, type Tenant } from '../support/muster.js';

let muster: Muster;
let tenant: Tenant;
let other: Tenant;
beforeAll(async () => {
  muster = await Muster.start({ TRUST_PROXY: '1' });
  tenant = await muster.newTenant();
  other = await muster.newTenant();
});
afterAll(() => muster.stop());

const PAGES = [
  '/',
  '/join/:organizationId/:linkId',
  '/sign-in/:organizationId/:linkId',
  '/address/:organizationId/:linkId',
  '/people/:organizationId',
];
const PUBLIC_ROUTES = [
  '/livez',
  '/readyz',
  '/metrics',
  '/scim/v2/ServiceProviderConfig',
  '/.well-known/jwks.json',
  '/api/v1/found-keys',
  ...PAGES,
  '/pages/assets/:name',
  '/console/assets/:name',
];
/** Routes for people let in whoever has a session, but for those that begin one. */
const PEOPLE = '/api/v1/organizations/:organizationId/';
const WITHOUT_SESSION = [
  'links/:linkId/open',
  'links/:linkId/accept',
  'sign-in-links',
  'sessions',
  'sessions/challenge',
].map((path) => PEOPLE + path);
/** How admins begin a session. */
const BEFORE_SESSION = [
  'GET /api/v1/setup',
  'POST /api/v1/setup',
  'POST /api/v1/welcome',
  'POST /api/v1/session',
  'POST /api/v1/session/passkey/options',
  'POST /api/v1/session/passkey',
  'GET /api/v1/session/openid-connect',
  'GET /api/v1/session/openid-connect/callback',
];
const call = (path: string, headers: Record<string, string> = {}, method = 'GET', body?: string) =>
  fetch(`${muster.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
const users = (organizationId = tenant.organizationId) => `/scim/v2/${organizationId}/Users`;

describe('Authentication', () => {
  test('every route but the declared public ones refuses a request without a key', async () => {
    const routes = muster.app.get(RouteTable).list();
    expect(routes.length).toBeGreaterThan(20);
    for (const { method, path } of routes) {
      const url = path.replace(':organizationId', tenant.organizationId).replace(/[:*]\w+/g, 'x');
      const headers: Record<string, string> = path.startsWith('/api/v1/') ? { 'Content-Type': 'application/json' } : {};
      const { status } = await call(url, headers, method === 'ALL' ? 'POST' : method);
      const isOpen =
        [...PUBLIC_ROUTES, ...WITHOUT_SESSION].includes(path) || BEFORE_SESSION.includes(`${method} ${path}`);
      expect([method, path, status === 401]).toEqual([method, path, !isOpen]);
    }
  });

  test('a key of SCIM opens nothing that is for people', async () => {
    // Wrong keys are counted by where they come from.
    let source = 0;
    for (const { method, path } of muster.app
      .get(RouteTable)
      .list()
      .filter((route) => route.path.startsWith(PEOPLE))) {
      const url = path.replace(':organizationId', tenant.organizationId).replace(/:\w+/g, 'x');
      const headers = {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${tenant.key}`,
        'X-Forwarded-For': `198.51.100.${(source += 1)}`,
      };
      const { status } = await call(url, headers, method);
      expect([path, status >= 400 || WITHOUT_SESSION.includes(path)]).toEqual([path, true]);
    }
  });

  test('whatever is wrong with the key, the answer is the same', async () => {
    const good = tenant.key;
    const wrong = `${good.slice(0, -8)}${good.at(-8) === 'a' ? 'b' : 'a'}${good.slice(-7)}`;
    const unknown = (await import('../../src/scim-auth/key-format.js')).newKey().key;
    const attempts: Record<string, Promise<Response>> = {
      missing: call(users()),
      empty: call(users(), { Authorization: '' }),
      'empty bearer': call(users(), { Authorization: 'Bearer ' }),
      'not a token': call(users(), { Authorization: 'non-token' }),
      three: call(users(), { Authorization: 'Bearer a b' }),
      basic: call(users(), { Authorization: `Basic ${Buffer.from(`x:${good}`).toString('base64')}` }),
      'wrong secret': call(users(), { Authorization: `Bearer ${wrong}` }),
      'unknown key': call(users(), { Authorization: `Bearer ${unknown}` }),
      'query string': call(`${users()}?access_token=${good}`),
      body: call(users(), { 'Content-Type': 'application/json' }, 'POST', JSON.stringify({ access_token: good })),
      'key of another organization': call(users(), { Authorization: `Bearer ${other.key}` }),
      'unknown organization': call(users('0192f0c1-2d3e-7f40-8a51-0123456789ab'), { Authorization: `Bearer ${good}` }),
      'organization that is no id': call(users('x'), { Authorization: `Bearer ${good}` }),
      'unknown route': call(`/scim/v2/${tenant.organizationId}/Nothing`),
    };
    const seen = await Promise.all(
      Object.entries(attempts).map(async ([name, attempt]) => {
        const { status, headers } = await attempt;
        const challenge = headers.get('www-authenticate')!.replace(', error="invalid_token"', '');
        return [name, status, challenge, headers.get('content-type'), await (await attempt).text()];
      }),
    );
    for (const [name, ...answer] of seen) expect([name, ...answer]).toEqual([name, ...seen[0]!.slice(1)]);
    expect(seen[0]!.slice(1, 4)).toEqual([401, 'Bearer realm="Muster SCIM"', 'application/scim+json; charset=utf-8']);
    expect(JSON.parse(seen[0]![4] as string)).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '401',
    });
  });

  test.each(['', 'Bearer ', 'bearer ', 'Bearer Bearer '])('an admin may type "%s" before the key', async (prefix) => {
    expect((await call(users(), { Authorization: `${prefix}${tenant.key}` })).status).toBe(200);
  });

  test('several keys live side by side; a revoked, an expired and a retired one are refused at once', async () => {
    const { organizationId } = tenant;
    const keys = muster.app.get(ScimKeysService);
    const [first, second, third] = [
      await muster.newKey(organizationId),
      await muster.newKey(organizationId),
      await muster.newKey(organizationId),
    ];
    const status = async (key: string) => (await muster.client(organizationId, key).get('/Users?count=0')).status;
    expect(await Promise.all([first, second, third].map(({ key }) => status(key)))).toEqual([200, 200, 200]);
    await keys.revoke(organizationId, first!.id, OPERATOR);
    await keys.retire(organizationId, second!.id, Date.now() - 1, OPERATOR);
    await keys.retire(organizationId, third!.id, Date.now() + 60_000, OPERATOR);
    const expired = await muster.newKey(organizationId, 'compat', -1);
    expect(await Promise.all([first, second, third, expired].map(({ key }) => status(key)))).toEqual([
      401, 401, 200, 401,
    ]);
  });

  test('the list shows when, from where and by which client a key was last used, and never the key', async () => {
    const { key, id } = await muster.newKey(tenant.organizationId);
    await muster.client(tenant.organizationId, key).get('/Users?count=0', { 'User-Agent': 'Okta SCIM Client 1.0.0' });
    const listed = (await muster.app.get(ScimKeysService).list(tenant.organizationId)).find((each) => each.id === id)!;
    expect(listed).toMatchObject({ lastUsedFrom: '127.0.0.1', lastUsedBy: 'Okta SCIM Client 1.0.0' });
    expect(Date.now() - listed.lastUsedAt!).toBeLessThan(60_000);
    const stored = JSON.stringify(
      await Promise.all(['scim_keys', 'events'].map((table) => muster.rows(`SELECT * FROM ${table}`))),
    );
    expect(stored).not.toContain(key.split('_')[3]);
  });

  test('a good key while SCIM is off for the organization is 403 and says where to switch it on', async () => {
    const organizationId = await muster.newOrganization('Off', false);
    const { key } = await muster.newKey(organizationId);
    const client = muster.client(organizationId, key);
    const { status, json } = await client.get('/Users');
    expect([status, json.status]).toEqual([403, '403']);
    expect(json.detail).toContain('Settings, SCIM provisioning');
    await muster.app.get(OrganizationsService).setScimEnabled(organizationId, true, OPERATOR);
    expect((await client.get('/Users')).status).toBe(200);
  });

  test('how to authenticate can be read without a key, the same for everybody', async () => {
    const answer = await call('/scim/v2/ServiceProviderConfig');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ authenticationSchemes: [{ type: 'oauthbearertoken' }] });
  });
});

describe('The switch of the server', () => {
  test('SCIM_ENABLED=false answers a good key with 403 that names the switch', async () => {
    const off = await Muster.start({ SCIM_ENABLED: 'false' });
    const { status, json } = await (await off.newTenant()).get('/Users');
    expect([status, json.detail]).toEqual([403, expect.stringContaining('SCIM_ENABLED')]);
    await off.stop();
  });
});
