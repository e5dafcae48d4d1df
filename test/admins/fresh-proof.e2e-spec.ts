import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { RouteTable } from '../../src/scim/http/route-table.js';
import { Admin } from '../support/admin.js';
import { withMuster } from '../support/muster.js';
import { DECISIONS, FRESH, O } from '../support/fresh-proofs.js';
import { type Company, accepted, confirmed, newCompany } from '../support/organization.js';

const OF_MEMBERS = /\/(me\/key|key-rotations(\/:id\/completion)?|members\/:id\/confirm)$/;

const muster = withMuster();
let company: Company;
let admin: Admin;
beforeAll(async () => {
  company = await newCompany(muster);
  admin = await Admin.of(muster, null);
});
beforeEach(() => admin.signIn());

const routes = () =>
  muster.app
    .get(RouteTable)
    .list()
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/v1'))
    .map(({ method, path }) => ({ method, path: path.slice('/api/v1'.length) }));
const fresh = () => routes().filter(({ method, path }) => DECISIONS[`${method} ${path}`] === FRESH);
/** Those that accounts use as well: the others need a key of one's own. */
const ofAccounts = () => fresh().filter(({ path }) => !OF_MEMBERS.test(path));
const filled = (path: string) => path.replace(':organizationId', company.okta.organizationId).replace(/:\w+/g, uuid());
const forgetProofs = async () => {
  await muster.rows('UPDATE admin_sessions SET stepUpUntil = 1');
  await muster.rows('UPDATE sessions SET createdAt = createdAt - 700000');
};
const refused = { status: 403, json: { reason: 'step_up_needed' } };

async function script(scope?: string): Promise<Admin> {
  const made = new Admin(muster.url);
  const { status, json } = await admin.post('/me/tokens', { label: 'script', scope });
  expect(status).toBe(201);
  made.token = json.token;
  return made;
}

async function databaseText(): Promise<string> {
  const tables = ['organizations', 'scim_keys', 'users', 'webhook_endpoints', 'application_keys', 'admins'];
  return JSON.stringify(await Promise.all(tables.map((table) => muster.rows(`SELECT * FROM ${table}`))));
}

describe('A change that weakens protection or takes access from many', () => {
  test('is known as such, or as none, for each route that changes something', () => {
    const names = routes().map(({ method, path }) => `${method} ${path}`);
    expect(names.filter((name) => !(name in DECISIONS))).toEqual([]);
    expect(Object.keys(DECISIONS).filter((name) => !names.includes(name))).toEqual([]);
  });

  test('is refused to a session whose proof is old, and changes nothing', async () => {
    await forgetProofs();
    const before = await databaseText();
    expect(fresh().length).toBeGreaterThan(20);
    for (const { method, path } of ofAccounts())
      expect([method, path, await admin.send(method, filled(path))]).toMatchObject([method, path, refused]);
    expect(await databaseText()).toBe(before);
  });

  test('is refused to a member who is an admin and signed in hours ago', async () => {
    await company.admin.signIn();
    await forgetProofs();
    for (const { method, path } of fresh().filter((route) => route.path.startsWith(O)))
      expect([method, path, await company.admin.send(method, filled(path.slice(O.length)))]).toMatchObject([
        method,
        path,
        refused,
      ]);
  });

  test('is refused to a token that was not made for it', async () => {
    const scripts = [await script(), await script('write')];
    for (const { method, path } of ofAccounts()) {
      const reason = path.startsWith(O) ? 'step_up_needed' : 'no_session';
      for (const each of scripts)
        expect([method, path, await each.send(method, filled(path))]).toMatchObject([
          method,
          path,
          { status: 403, json: { reason } },
        ]);
    }
  });

  test('asks nothing more of what is none: one person is revoked, invited and restored without it', async () => {
    const { id } = await confirmed(muster, company);
    await forgetProofs();
    const at = (what: string) => `/organizations/${company.okta.organizationId}/members/${id}/${what}`;
    for (const what of ['revoke', 'restore']) expect((await admin.post(at(what))).status).toBe(200);
  });

  test('is made with a proof of the last ten minutes: settings, SCIM, many people', async () => {
    const { id } = await confirmed(muster, company);
    const path = `/organizations/${company.okta.organizationId}`;
    const changes: [string, string, object][] = [
      ['PATCH', path, { settings: { breakerMode: 'off', auditRetentionDays: 30 } }],
      ['PATCH', path, { scimEnabled: false }],
      ['PATCH', path, { scimEnabled: true }],
      ['POST', `${path}/member-actions`, { action: 'revoke', ids: [id] }],
    ];
    for (const [method, at, body] of changes)
      expect([at, (await admin.send(method, at, body)).status]).toEqual([at, 200]);
  });
});

describe('The key of a person or of an organization', () => {
  test('is not reset, confirmed, replaced or rotated by a stolen session of yesterday', async () => {
    const own = await newCompany(muster);
    const [one, other] = [await confirmed(muster, own), await accepted(muster, own)];
    await forgetProofs();
    const tables = ['users', 'member_keys', 'organization_keys', 'key_log', 'links'];
    const kept = async () =>
      JSON.stringify(await Promise.all(tables.map((each) => muster.rows(`SELECT * FROM ${each}`))));
    const before = await kept();
    expect(await own.admin.post(`/members/${one.id}/reset-key`)).toMatchObject(refused);
    expect(await own.admin.confirm(other.id)).toMatchObject(refused);
    expect(await own.admin.post('/key-rotations', {})).toMatchObject(refused);
    const { recipient: replaces } = one.person;
    const change = { ...(await one.person.newKey()), replaces };
    expect(await one.person.send('PUT', '/me/key', change)).toMatchObject(refused);
    expect(await kept()).toBe(before);
    one.person.recipient = replaces;
  });

  test('is confirmed by an admin who proves to have the own key', async () => {
    const own = await newCompany(muster);
    const { id } = await accepted(muster, own);
    await forgetProofs();
    expect((await own.admin.confirm(id)).status).toBe(403);
    expect((await own.admin.signIn()).status).toBe(201);
    expect((await own.admin.confirm(id)).status).toBe(200);
  });
});

describe('A token', () => {
  test('that was made for sensitive changes makes them, and lives 90 days at most', async () => {
    const each = await script('sensitive');
    const path = `/organizations/${company.okta.organizationId}`;
    expect((await each.post(`${path}/keys`, { label: 'by script' })).status).toBe(201);
    expect((await each.send('PATCH', path, { name: 'Acme' })).status).toBe(200);
    const { json } = await admin.get('/me/tokens');
    expect(json.tokens[0]).toMatchObject({ scope: 'sensitive' });
    const long = { label: 'x', scope: 'sensitive', expiresInDays: 91 };
    expect(await admin.post('/me/tokens', long)).toMatchObject({ status: 400, json: { reason: 'invalid' } });
    expect(await admin.post('/me/tokens', { ...long, scope: 'all' })).toMatchObject({ status: 400 });
    expect((await admin.post('/me/tokens', { ...long, expiresInDays: 90 })).status).toBe(201);
  });

  test('that can read changes nothing', async () => {
    const each = await script('read');
    expect((await each.get('/organizations')).status).toBe(200);
    const path = `/organizations/${company.okta.organizationId}`;
    for (const [what, body] of [
      ['/roles', { displayName: 'Editor' }],
      ['/member-actions', { action: 'invite', ids: [uuid()] }],
    ] as const)
      expect(await each.post(path + what, body)).toMatchObject({ status: 403, json: { reason: 'read_only' } });
    expect(await each.post('/organizations', { name: 'New' })).toMatchObject({ json: { reason: 'read_only' } });
  });

  test('that an older version has made is one that writes', async () => {
    const each = await script('sensitive');
    await muster.rows('UPDATE admin_tokens SET scope = NULL');
    const path = `/organizations/${company.okta.organizationId}`;
    expect(await each.post(`${path}/keys`, {})).toMatchObject(refused);
    expect((await each.post(`${path}/roles`, { displayName: 'Author' })).status).toBe(201);
    expect((await admin.get('/me/tokens')).json.tokens[0]).toMatchObject({ scope: 'write' });
  });
});
