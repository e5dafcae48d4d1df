import { beforeAll, describe, expect, test } from '@jest/globals';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { AttemptRetention } from '../../src/access/admins/attempt-retention.js';
import { OPERATOR } from '../../src/events/actor.js';
import { Admin, PASSWORD, tokenIn } from '../support/admin.js';
import { withMuster } from '../support/muster.js';
import { newCompany } from '../support/organization.js';

const muster = withMuster({ TRUST_PROXY: '1' });
let organizationId: string;
beforeAll(async () => {
  organizationId = await muster.newOrganization();
});

/** The SCIM keys of the organization are made and ended only by who has just proved who it is. */
const keys = () => `/organizations/${organizationId}/keys`;

async function forgetStepUp(): Promise<void> {
  await muster.rows('UPDATE admin_sessions SET stepUpUntil = 0');
}

describe('Signing in', () => {
  test('takes the right password, and says the same to everything else', async () => {
    const admin = await Admin.of(muster, null);
    const browser = new Admin(muster.url, admin.email);
    const wrong = await browser.signIn('not this password');
    expect(wrong).toMatchObject({ status: 401, json: { reason: 'wrong_credentials' } });
    expect(await new Admin(muster.url, 'nobody@acme.example').signIn()).toEqual(wrong);
    const invited = { email: 'new@acme.example', name: 'New', organizationId: null };
    await muster.app.get(AdminsService).invite(invited, OPERATOR);
    expect(await new Admin(muster.url, invited.email).signIn('')).toEqual(wrong);
    expect(await browser.signIn()).toMatchObject({ status: 200, json: { admin: { email: admin.email } } });
  });

  test('is refused after ten failures, with the right password too, and not for others', async () => {
    const [admin, other] = [await Admin.of(muster, null), await Admin.of(muster, null)];
    const from = (who: Admin, client: string, password: string) =>
      who.send('POST', '/session', { email: who.email, password }, { 'X-Forwarded-For': client });
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect((await from(admin, `192.0.2.${attempt}`, 'wrong')).status).toBe(401);
    expect(await from(admin, '198.51.100.1', PASSWORD)).toMatchObject({
      status: 429,
      json: { reason: 'too_many_attempts' },
    });
    expect((await from(other, '198.51.100.1', PASSWORD)).status).toBe(200);
    for (let attempt = 0; attempt < 10; attempt += 1)
      await from(new Admin(muster.url, `x${attempt}@acme.example`), '203.0.113.9', 'wrong');
    expect((await from(other, '203.0.113.9', PASSWORD)).status).toBe(429);
  });

  test('is counted in all processes, and many attempts at the same time are as many', async () => {
    const other = await muster.another({ TRUST_PROXY: '1' });
    const admin = await Admin.of(muster, null);
    const attempts = Array.from({ length: 24 }, (_, index) => {
      const browser = new Admin(index % 2 === 0 ? muster.url : other.url, admin.email);
      const body = { email: admin.email, password: 'wrong' };
      return browser.send('POST', '/session', body, { 'X-Forwarded-For': `192.0.2.${100 + index}` });
    });
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    await other.stop();
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(14);
    await muster.rows('UPDATE admin_attempts SET since = since - 900001');
    expect((await admin.signIn()).status).toBe(200);
    expect(await muster.app.get(AttemptRetention).forget()).toBeGreaterThan(10);
  });

  test('that succeeds is none of the attempts', async () => {
    const admin = await Admin.of(muster, null);
    // More often than ten attempts for anybody, and ten more for whoever has signed in from there before.
    for (let time = 0; time < 22; time += 1) expect((await admin.elsewhere()).cookie).not.toBe('');
  });

  test('is not done by a form of another site', async () => {
    const { email } = await Admin.of(muster, null);
    const body = new URLSearchParams({ email, password: PASSWORD });
    const answer = await fetch(`${muster.url}/api/v1/session`, { method: 'POST', body });
    expect(answer.status).toBe(415);
  });
});

describe('A session', () => {
  test('is listed, ended from elsewhere, and ends with signing out', async () => {
    const admin = await Admin.of(muster, null);
    const other = await admin.elsewhere();
    const { json } = await admin.get('/sessions');
    expect(json.sessions).toHaveLength(2);
    const { id } = json.sessions.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent);
    expect((await admin.send('DELETE', `/sessions/${id}`)).status).toBe(204);
    expect((await other.get('/session')).status).toBe(401);
    expect((await admin.send('DELETE', '/session')).status).toBe(204);
    expect(admin.attributes).toContain('Expires=Thu, 01 Jan 1970');
    expect((await admin.get('/session')).status).toBe(401);
  });

  test('ends after half a day without a request', async () => {
    const admin = await Admin.of(muster, null);
    const cookie = admin.cookie;
    await muster.rows(`UPDATE admin_sessions SET lastUsedAt = lastUsedAt - 43300000`);
    expect((await admin.get('/session')).status).toBe(401);
    await admin.signIn();
    expect(admin.cookie).not.toBe(cookie);
    expect((await admin.get('/session')).status).toBe(200);
  });

  test('has to prove anew who it is before keys are made or ended', async () => {
    const admin = await Admin.of(muster, null);
    await forgetStepUp();
    const refused = { status: 403, json: { reason: 'step_up_needed' } };
    expect(await admin.post(keys(), { label: 'Okta' })).toMatchObject(refused);
    expect((await admin.get(keys())).json.keys).toEqual([]);
    expect(await admin.post('/session/step-up', { password: 'wrong' })).toMatchObject({ status: 401 });
    expect(await admin.post(keys(), {})).toMatchObject(refused);
    expect((await admin.post('/session/step-up', { password: PASSWORD })).status).toBe(200);
    const { status, json } = await admin.post(keys(), { label: 'Okta' });
    expect(status).toBe(201);
    await forgetStepUp();
    for (const what of ['retire', 'revoke'])
      expect(await admin.post(`${keys()}/${json.id}/${what}`)).toMatchObject(refused);
    expect((await admin.get(keys())).json.keys).toMatchObject([{ id: json.id, state: 'live' }]);
  });

  test('of others ends with another password, and so do tokens', async () => {
    const admin = await Admin.of(muster, null);
    const other = await admin.elsewhere();
    const script = new Admin(muster.url);
    script.token = (await admin.post('/me/tokens', { label: 'report' })).json.token;
    expect((await script.get('/organizations')).status).toBe(200);
    expect((await admin.send('PUT', '/me/password', { password: 'harbour lantern velvet' })).status).toBe(204);
    expect((await other.get('/session')).status).toBe(401);
    expect((await script.get('/organizations')).status).toBe(401);
    expect((await admin.get('/me/tokens')).json.tokens).toEqual([]);
    expect((await admin.get('/session')).status).toBe(200);
    expect((await other.signIn()).status).toBe(401);
    expect((await other.signIn('harbour lantern velvet')).status).toBe(200);
  });

  test('ends with everything else that signs in when an operator resets the password', async () => {
    const admin = await Admin.of(muster, organizationId);
    const script = new Admin(muster.url);
    script.token = (await admin.post('/me/tokens', { label: 'report' })).json.token;
    const url = await muster.app.get(AdminsService).resetPassword(admin.email, OPERATOR);
    expect((await admin.get('/session')).status).toBe(401);
    expect((await script.get('/organizations')).status).toBe(401);
    expect((await admin.signIn()).status).toBe(401);
    const welcome = { token: tokenIn(url), name: 'Same', password: 'harbour lantern velvet' };
    expect((await admin.post('/welcome', welcome)).status).toBe(200);
    expect((await admin.get('/me/tokens')).json.tokens).toEqual([]);
  });
});

test('A member who is an admin makes keys after signing in with the key, and not hours later', async () => {
  const { admin: member } = await newCompany(muster);
  expect((await member.post('/keys', { label: 'Okta' })).status).toBe(201);
  await muster.rows('UPDATE sessions SET createdAt = createdAt - 700000');
  expect(await member.post('/keys', {})).toMatchObject({ status: 403, json: { reason: 'step_up_needed' } });
  expect((await member.get('/keys')).status).toBe(200);
});

describe('A token', () => {
  test('does what its admin may do, and nothing with accounts', async () => {
    const admin = await Admin.of(muster, organizationId);
    const { json } = await admin.post('/me/tokens', { label: 'report', scope: 'sensitive' });
    expect(json.token).toMatch(/^muster_admin_\w{12}_\w{49}$/);
    const script = new Admin(muster.url);
    script.token = json.token;
    expect((await script.get('/organizations')).json.organizations).toMatchObject([{ id: organizationId }]);
    expect((await script.post(keys(), { label: 'by script' })).status).toBe(201);
    for (const path of ['/sessions', '/me/tokens'])
      expect(await script.get(path)).toMatchObject({ status: 403, json: { reason: 'no_session' } });
    const eve = { email: 'eve@evil.example', name: 'Eve', organizationId };
    expect(await script.post('/admins', eve)).toMatchObject({ status: 403, json: { reason: 'no_session' } });
    expect(JSON.stringify((await admin.get('/admins')).json)).not.toContain(eve.email);
    const { json: listed } = await admin.get('/me/tokens');
    expect(listed.tokens).toMatchObject([{ label: 'report', scope: 'sensitive', lastUsed: expect.any(String) }]);
    expect(JSON.stringify(listed)).not.toContain(json.token);
    expect((await admin.send('DELETE', `/me/tokens/${json.id}`)).status).toBe(204);
    expect((await script.get('/organizations')).status).toBe(401);
  });

  test('opens no SCIM, and a SCIM key not the API', async () => {
    const admin = await Admin.of(muster, null);
    const { json } = await admin.post('/me/tokens', { label: 'x' });
    const scim = muster.client(organizationId, json.token);
    expect((await scim.get('/Users')).status).toBe(401);
    const script = new Admin(muster.url);
    script.token = (await muster.newKey(organizationId)).key;
    expect((await script.get('/organizations')).status).toBe(401);
  });
});

test('No secret of an admin is in the database as it is', async () => {
  const admin = await Admin.of(muster, null);
  const { json } = await admin.post('/me/tokens', { label: 'x' });
  const tables = ['admins', 'admin_sessions', 'admin_tokens', 'events'];
  const rows = (await Promise.all(tables.map((table) => muster.rows<object>(`SELECT * FROM ${table}`)))).flat();
  const text = rows.flatMap((row) => Object.values(row).map(String)).join('\n');
  for (const secret of [PASSWORD, admin.cookie.split('.')[1]!, json.token.split('_')[3].slice(0, 43)])
    expect(text).not.toContain(secret);
  expect(text).toContain('$argon2id$');
});
