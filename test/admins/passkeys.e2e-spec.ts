import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { Admin, PASSWORD } from '../support/admin.js';
import { Authenticator } from '../support/authenticator.js';
import { withMuster } from '../support/muster.js';

const ORIGIN = 'https://muster.example';
const WRONG = { status: 401, json: { reason: 'wrong_credentials' } };
const muster = withMuster({ TRUST_PROXY: '1' });
let organizationId: string;
let browser: Admin;
let phone: Authenticator;
beforeAll(async () => {
  organizationId = await muster.newOrganization();
});
beforeEach(async () => {
  browser = await Admin.of(muster, organizationId);
  phone = new Authenticator(ORIGIN);
});

async function add(authenticator = phone, by = browser) {
  const { json: options } = await by.post('/me/passkeys/options');
  return by.post('/me/passkeys', { label: 'Phone', response: authenticator.make(options) });
}

async function challenge(at = muster.url) {
  return (await new Admin(at).post('/session/passkey/options')).json;
}

const signIn = (response: object, by = new Admin(muster.url)) => by.post('/session/passkey', { response });
const endStepUp = () => muster.rows('UPDATE admin_sessions SET stepUpUntil = 1');

describe('A passkey', () => {
  test('is asked for so that it is discoverable and unlocked by its owner', async () => {
    const { status, json } = await browser.post('/me/passkeys/options');
    expect([status, json.rp.id, json.user.name]).toEqual([200, 'muster.example', browser.email]);
    expect(json.authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' });
  });

  test('signs in without a name or a password, again and again, and counts as proof', async () => {
    expect(await add()).toMatchObject({ status: 201, json: { label: 'Phone', lastUsed: null } });
    for (let time = 0; time < 2; time++) {
      const other = new Admin(muster.url);
      const answer = await signIn(phone.use(await challenge()), other);
      expect(answer).toMatchObject({
        status: 200,
        json: { admin: { email: browser.email, passkeys: 1, hasPassword: true } },
      });
      const { json: session } = await other.get('/session');
      expect(session).toMatchObject({
        admin: { email: browser.email },
        methods: { password: true, passkey: true, openIdConnect: null },
      });
      expect(Date.parse(session.stepUpUntil)).toBeGreaterThan(Date.now());
    }
    const { json: list } = await browser.get('/me/passkeys');
    expect(list.passkeys).toEqual([expect.objectContaining({ label: 'Phone', lastUsed: expect.any(String) })]);
  });

  test('proves anew who is signed in, in the same session', async () => {
    await add();
    await endStepUp();
    expect((await browser.get('/session')).json.stepUpUntil).toBeNull();
    const { status, json } = await signIn(phone.use(await challenge()), browser);
    expect([status, Date.parse(json.stepUpUntil) > Date.now()]).toEqual([200, true]);
    expect((await browser.get('/session')).json.stepUpUntil).toBe(json.stepUpUntil);
    expect((await browser.get('/sessions')).json.sessions).toHaveLength(1);
  });

  test('of somebody else proves nothing to a session', async () => {
    const other = await Admin.of(muster, organizationId);
    await add(phone, other);
    await endStepUp();
    expect(await signIn(phone.use(await challenge()), browser)).toMatchObject(WRONG);
    expect((await browser.get('/session')).json).toMatchObject({ admin: { email: browser.email }, stepUpUntil: null });
  });

  test('is added and removed only by who has just proved who it is, and removals count at once', async () => {
    const { json } = await add();
    await endStepUp();
    for (const answer of [
      await browser.post('/me/passkeys/options'),
      await browser.post('/me/passkeys', { label: 'Phone', response: {} }),
      await browser.send('DELETE', `/me/passkeys/${json.id}`),
    ])
      expect(answer).toMatchObject({ status: 403, json: { reason: 'step_up_needed' } });
    await browser.post('/session/step-up', { password: PASSWORD });
    expect((await browser.send('DELETE', `/me/passkeys/${json.id}`)).status).toBe(204);
    expect(await signIn(phone.use(await challenge()))).toMatchObject(WRONG);
    expect((await browser.send('DELETE', `/me/passkeys/${json.id}`)).status).toBe(404);
  });

  test('of another admin can be neither seen nor removed', async () => {
    const { json } = await add();
    const other = await Admin.of(muster, organizationId);
    expect((await other.send('DELETE', `/me/passkeys/${json.id}`)).status).toBe(404);
    expect((await other.get('/me/passkeys')).json.passkeys).toEqual([]);
    expect((await signIn(phone.use(await challenge()))).status).toBe(200);
  });

  test('is in the audit log of the organization when it is added and removed', async () => {
    await browser.send('DELETE', `/me/passkeys/${(await add()).json.id}`);
    const { json } = await browser.get(`/organizations/${organizationId}/audit?limit=2`);
    const { id } = (await browser.get('/session')).json.admin;
    const by = { resourceId: id, actor: expect.objectContaining({ kind: 'admin', id }) };
    expect(json.events).toMatchObject([
      { type: 'admin.passkey_removed', ...by },
      { type: 'admin.passkey_added', ...by },
    ]);
  });
});

describe('No passkey is added', () => {
  test('for the challenge of another admin, of a sign-in, or one that was answered already', async () => {
    const other = await Admin.of(muster, organizationId);
    const { json: theirs } = await other.post('/me/passkeys/options');
    const { json: ours } = await browser.post('/me/passkeys/options');
    const used = phone.make(ours);
    expect((await browser.post('/me/passkeys', { label: 'Phone', response: used })).status).toBe(201);
    for (const response of [phone.make(theirs), phone.make({ ...ours, ...(await challenge()) }), used])
      expect(await browser.post('/me/passkeys', { label: 'Phone', response })).toMatchObject({
        status: 400,
        json: { reason: 'passkey_refused' },
      });
    expect((await browser.get('/me/passkeys')).json.passkeys).toHaveLength(1);
  });

  test('of another origin, another host, or that nobody has unlocked', async () => {
    const locked = new Authenticator(ORIGIN);
    locked.lock();
    const elsewhere = new Authenticator(ORIGIN, 'evil.example');
    for (const authenticator of [new Authenticator('https://evil.example', 'muster.example'), elsewhere, locked])
      expect(await add(authenticator)).toMatchObject({ status: 400, json: { reason: 'passkey_refused' } });
    expect((await browser.get('/me/passkeys')).json.passkeys).toEqual([]);
  });

  test.each([{}, { response: 'text' }, { response: {} }, { response: { response: { clientDataJSON: 7 } } }])(
    'for what no browser sends: %j',
    async (body) => {
      expect((await browser.post('/me/passkeys', { label: 'Phone', ...body })).status).toBe(400);
    },
  );
});

describe('Nobody is signed in', () => {
  test('by an answer that was given already, or too late', async () => {
    await add();
    const answer = phone.use(await challenge());
    expect((await signIn(answer)).status).toBe(200);
    expect(await signIn(answer)).toMatchObject(WRONG);
    const late = phone.use(await challenge());
    await muster.rows('UPDATE admin_challenges SET expiresAt = 1');
    expect(await signIn(late)).toMatchObject(WRONG);
  });

  test('by a copy of a passkey whose counter is behind', async () => {
    await add();
    const copy = { ...phone.credentials[0]! };
    expect((await signIn(phone.use(await challenge()))).status).toBe(200);
    expect(await signIn(phone.use(await challenge(), copy))).toMatchObject(WRONG);
  });

  test('by a copy of a passkey that is used at the same time: one of them is', async () => {
    await add();
    for (let round = 0; round < 8; round += 1) {
      const copy = { ...phone.credentials[0]! };
      const answers = [phone.use(await challenge()), phone.use(await challenge(), copy)];
      const statuses = (await Promise.all(answers.map((answer) => signIn(answer)))).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([200, 401]);
    }
  });

  test('by a passkey that is not unlocked, of another origin, unknown, signed by another key, or in the name of another admin', async () => {
    await add();
    const passkey = phone.credentials[0]!;
    const evil = new Authenticator('https://evil.example', 'muster.example');
    const stranger = new Authenticator(ORIGIN);
    stranger.make({ challenge: 'AA', user: { id: passkey.userHandle } });
    phone.lock();
    const locked = phone.use(await challenge());
    phone.unlock();
    const forged = { ...passkey, privateKey: stranger.credentials[0]!.privateKey };
    for (const answer of [
      locked,
      evil.use(await challenge(), passkey),
      stranger.use(await challenge()),
      phone.use(await challenge(), forged),
      phone.use(await challenge(), { ...passkey, userHandle: 'AAAA' }),
      { ...phone.use(await challenge()), id: { not: 'a text' } },
      {},
    ])
      expect(await signIn(answer)).toMatchObject(WRONG);
    expect((await signIn(phone.use(await challenge()))).status).toBe(200);
  });

  test('and is told how to sign in', async () => {
    expect(await new Admin(muster.url).get('/session')).toMatchObject({
      status: 401,
      json: { reason: 'signed_out', methods: { password: true, passkey: true, openIdConnect: null } },
    });
  });
});

test('What one process has asked, another one can check', async () => {
  await add();
  const another = await muster.another();
  const other = new Admin(another.url);
  expect((await signIn(phone.use(await challenge()), other)).status).toBe(200);
  expect((await browser.get('/session')).status).toBe(200);
  await another.stop();
});

test.each([
  [undefined, 401],
  [{ keepsPasskeys: true }, 200],
])('A reset of the password with %j answers a passkey of before with %i', async (options, status) => {
  await add();
  await muster.app.get(AdminsService).resetPassword(browser.email, OPERATOR, options);
  expect((await signIn(phone.use(await challenge()))).status).toBe(status);
});

test('An address is given sixty challenges in a quarter of an hour', async () => {
  const ask = (address: string) =>
    fetch(`${muster.url}/api/v1/session/passkey/options`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address },
      body: '{}',
    });
  for (let time = 0; time < 60; time += 1) expect((await ask('192.0.2.7')).status).toBe(200);
  const refused = await ask('192.0.2.7');
  expect([refused.status, Number(refused.headers.get('retry-after')) > 800]).toEqual([429, true]);
  expect(await refused.json()).toMatchObject({ reason: 'too_many_attempts' });
  expect((await ask('192.0.2.8')).status).toBe(200);
});
