import { beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { RouteTable } from '../../src/scim/http/route-table.js';
import { Admin } from '../support/admin.js';
import { withMuster } from '../support/muster.js';
import { newCompany } from '../support/organization.js';

/** Which have keys of their own, and no admins. */
const OF_APPLICATIONS = /\/(events|events\/stream|security-events\/poll)$/;
/** Which people use before they are anybody's members. */
const OF_ANYBODY = /\/(links\/:linkId\/(open|accept)|sign-in-links|sessions|sessions\/challenge)$/;
const OF_MEMBERS =
  /\/(me|me\/key|key-log|sessions\/current|members\/:id\/confirm|key-rotations(\/:id\/(keys|completion))?)$/;
const PUBLIC = new Set([
  'GET /setup',
  'POST /setup',
  'POST /welcome',
  'POST /session',
  'POST /found-keys',
  'POST /session/passkey/options',
  'POST /session/passkey',
  'GET /session/openid-connect',
  'GET /session/openid-connect/callback',
]);

const muster = withMuster();
let ours: Admin;
let operator: Admin;
let theirs: string;
beforeAll(async () => {
  ours = await Admin.of(muster, await muster.newOrganization('Ours'));
  operator = await Admin.of(muster, null);
  theirs = (await newCompany(muster)).okta.organizationId;
});

const routes = () =>
  muster.app
    .get(RouteTable)
    .list()
    .filter(({ path }) => path.startsWith('/api/v1'))
    .map(({ method, path }) => ({ method, path: path.slice('/api/v1'.length) }));
const ofOrganizations = () =>
  routes().filter(
    ({ path }) =>
      path.startsWith('/organizations/:organizationId') &&
      ![OF_APPLICATIONS, OF_ANYBODY, OF_MEMBERS].some((kind) => kind.test(path)),
  );
const filled = (path: string) => path.replace(':organizationId', theirs).replace(/:\w+/g, uuid());

async function databaseText(): Promise<string> {
  const tables = ['organizations', 'scim_keys', 'users', 'webhook_endpoints', 'events', 'application_keys'];
  return JSON.stringify(await Promise.all(tables.map((table) => muster.rows(`SELECT * FROM ${table}`))));
}

describe('An admin of one organization', () => {
  test('gets 404 on every route of another, and changes nothing', async () => {
    const before = await databaseText();
    expect(ofOrganizations().length).toBeGreaterThan(40);
    for (const { method, path } of ofOrganizations()) {
      const { status, json } = await ours.send(method, filled(path));
      expect([method, path, status, json.reason]).toEqual([method, path, 404, 'unknown']);
    }
    expect(await databaseText()).toBe(before);
  });

  test('sees neither its name nor its admins, and makes no operators', async () => {
    const { json } = await ours.get('/organizations');
    expect(json.organizations.map(({ name }: { name: string }) => name)).toEqual(['Ours']);
    const { json: list } = await ours.get('/admins');
    expect(list.admins.map(({ email }: { email: string }) => email)).toEqual([ours.email]);
    const invite = (organizationId: string | null) =>
      ours.post('/admins', { email: 'eve@evil.example', name: 'Eve', organizationId });
    for (const organizationId of [null, theirs])
      expect(await invite(organizationId)).toMatchObject({ status: 403, json: { reason: 'not_operator' } });
    expect(await ours.post('/organizations', { name: 'New' })).toMatchObject({ status: 403 });
    const { json: all } = await operator.get('/admins');
    const other = all.admins.find(({ email }: { email: string }) => email === operator.email);
    expect(await ours.send('DELETE', `/admins/${other.id}`)).toMatchObject({ status: 404 });
    expect((await operator.get('/session')).status).toBe(200);
  });
});

test('An operator reaches every organization', async () => {
  for (const path of [
    '',
    '/keys',
    '/members',
    '/groups',
    '/requests',
    '/audit',
    '/webhooks',
    '/breaker',
    '/mails',
    '/statistics',
  ])
    expect([path, (await operator.get(`/organizations/${theirs}${path}`)).status]).toEqual([path, 200]);
  for (const unknown of [uuid(), 'x', '%F0%9F%98%80'])
    expect(await operator.get(`/organizations/${unknown}/keys`)).toMatchObject({ status: 404 });
});

test('A signed-out browser reaches only what it must', async () => {
  const nobody = new Admin(muster.url);
  const guarded = routes().filter(
    ({ method, path }) => !PUBLIC.has(`${method} ${path}`) && !OF_ANYBODY.test(path) && !OF_APPLICATIONS.test(path),
  );
  for (const { method, path } of guarded)
    expect([method, path, (await nobody.send(method, filled(path))).status]).toEqual([method, path, 401]);
});
