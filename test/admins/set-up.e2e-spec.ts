import { beforeAll, describe, expect, test } from '@jest/globals';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { Admin, PASSWORD, tokenIn } from '../support/admin.js';
import { withMuster } from '../support/muster.js';

const ADA = { email: 'ada@acme.example', name: 'Ada Lovelace', password: PASSWORD, organizationName: 'Acme' };

const muster = withMuster();
let browser: Admin;
let token: string;
beforeAll(async () => {
  browser = new Admin(muster.url);
  token = tokenIn((await muster.app.get(AdminsService).setUpUrl())!);
});

describe('A new server', () => {
  test('says that it waits to be set up', async () => {
    expect(await browser.get('/setup')).toEqual({ status: 200, json: { needed: true } });
  });

  test.each([
    ['another link', 404, 'unknown_link', { token: 'x'.repeat(43) }],
    ['a short password', 400, 'weak_password', { password: 'short' }],
    ['a password of one sign', 400, 'weak_password', { password: 'aaaaaaaaaaaaaaaa' }],
    ['a password with the address', 400, 'weak_password', { password: 'my ada@acme.example' }],
    ['no address', 400, 'invalid', { email: 'ada' }],
    ['no name', 400, 'invalid', { name: '' }],
    ['what is not asked for', 400, 'invalid', { role: 'operator' }],
  ])('refuses %s and changes nothing', async (_what, status, reason, change) => {
    expect(await browser.post('/setup', { token, ...ADA, ...change })).toMatchObject({ status, json: { reason } });
    expect((await browser.get('/setup')).json).toEqual({ needed: true });
  });

  test('makes the first operator and the first organization, and signs in', async () => {
    const { status, json } = await browser.post('/setup', { token, ...ADA });
    expect(status).toBe(201);
    expect(json.admin).toMatchObject({ email: ADA.email, name: ADA.name, role: 'operator', organizationId: null });
    for (const part of [/^__Host-muster_admin=/, /; Path=\/;/, /; HttpOnly/, /; Secure/, /; SameSite=Strict/])
      expect(browser.attributes).toMatch(part);
    expect(browser.attributes).not.toContain('Domain');
    const { json: list } = await browser.get('/organizations');
    expect(list.organizations).toMatchObject([{ id: json.organizationId, name: 'Acme', scimEnabled: false }]);
  });

  test('takes the link no more', async () => {
    expect(await browser.get('/setup')).toEqual({ status: 200, json: { needed: false } });
    const answer = await new Admin(muster.url).post('/setup', { token, ...ADA, email: 'eve@evil.example' });
    expect(answer).toMatchObject({ status: 410, json: { reason: 'link_used' } });
    expect(await muster.app.get(AdminsService).setUpUrl()).toBeUndefined();
  });
});

describe('Then', () => {
  test('another admin is invited, whose link sets a password once', async () => {
    const who = { email: 'grace@acme.example', name: 'Grace', organizationId: null };
    const { status, json } = await browser.post('/admins', who);
    expect(status).toBe(201);
    const grace = new Admin(muster.url, who.email);
    const welcome = { token: tokenIn(json.invitationUrl), name: 'Grace Hopper', password: PASSWORD };
    expect(await grace.post('/welcome', { ...welcome, password: 'short' })).toMatchObject({ status: 400 });
    expect(await grace.post('/welcome', welcome)).toMatchObject({
      status: 200,
      json: { admin: { name: 'Grace Hopper' } },
    });
    expect(await grace.get('/session')).toMatchObject({ status: 200 });
    expect(await grace.post('/welcome', welcome)).toMatchObject({ status: 410, json: { reason: 'link_used' } });
    expect(await browser.post('/admins', who)).toMatchObject({ status: 409, json: { reason: 'address_taken' } });
  });

  test('operators remove each other, but not the last one', async () => {
    const { json } = await browser.get('/admins');
    const [ada, grace] = json.admins;
    expect((await browser.send('DELETE', `/admins/${grace.id}`)).status).toBe(204);
    expect(await browser.send('DELETE', `/admins/${grace.id}`)).toMatchObject({ status: 404 });
    const last = await browser.send('DELETE', `/admins/${ada.id}`);
    expect(last).toMatchObject({ status: 409, json: { reason: 'last_operator' } });
    expect((await browser.get('/session')).status).toBe(200);
  });
});
