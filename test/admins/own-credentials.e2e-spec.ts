import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { AdminCredentials } from '../../src/access/admins/admin-credentials.js';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { Passkeys } from '../../src/access/admins/passkeys.js';
import { Passwords } from '../../src/access/admins/passwords.js';
import { OPERATOR } from '../../src/events/actor.js';
import { Admin, PASSWORD, tokenIn } from '../support/admin.js';
import { Authenticator } from '../support/authenticator.js';
import { Muster } from '../support/muster.js';

let muster: Muster;
let organizationId: string;
beforeAll(async () => {
  muster = await Muster.start();
  organizationId = await muster.newOrganization();
});
afterAll(() => muster.stop());

const admins = () => muster.app.get(AdminsService);
const ORIGIN = 'https://muster.example';
/** An admin with a passkey, a second browser and a token. */
async function equipped(of: string | null = organizationId) {
  const admin = await Admin.of(muster, of);
  const phone = new Authenticator(ORIGIN);
  const { json: options } = await admin.post('/me/passkeys/options');
  const { json: passkey } = await admin.post('/me/passkeys', { label: 'Phone', response: phone.make(options) });
  const elsewhere = await admin.elsewhere();
  const { json: token } = await admin.post('/me/tokens', { label: 'Report' });
  const script = new Admin(muster.url);
  script.token = token.token;
  const { sessions } = (await elsewhere.get('/sessions')).json;
  const session = sessions.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).id as string;
  return { admin, phone, elsewhere, script, passkey: passkey.id as string, token: token.id as string, session };
}

describe('What is another admin’s is unknown, by its id too:', () => {
  test.each(['of the same organization', 'of another', 'who is an operator'])('to an admin %s', async (who) => {
    const of = { 'of the same organization': organizationId, 'who is an operator': null }[who];
    const stranger = await Admin.of(muster, of === undefined ? await muster.newOrganization() : of);
    const { elsewhere, script, passkey, token, session, phone } = await equipped();
    for (const path of [`/sessions/${session}`, `/me/tokens/${token}`, `/me/passkeys/${passkey}`])
      expect([path, await stranger.send('DELETE', path)]).toMatchObject([
        path,
        { status: 404, json: { reason: 'unknown' } },
      ]);
    expect((await elsewhere.get('/session')).status).toBe(200);
    expect((await script.get('/organizations')).status).toBe(200);
    const challenge = (await new Admin(muster.url).post('/session/passkey/options')).json;
    expect((await new Admin(muster.url).post('/session/passkey', { response: phone.use(challenge) })).status).toBe(200);
    for (const list of ['/sessions', '/me/tokens', '/me/passkeys']) {
      const { json } = await stranger.get(list);
      expect(JSON.stringify(json)).not.toMatch(new RegExp(`${session}|${token}|${passkey}`));
    }
  });

  test('its owner ends each of them at once', async () => {
    const { admin, elsewhere, script, passkey, token, session } = await equipped();
    for (const path of [`/sessions/${session}`, `/me/tokens/${token}`, `/me/passkeys/${passkey}`]) {
      expect([path, (await admin.send('DELETE', path)).status]).toEqual([path, 204]);
      expect([path, (await admin.send('DELETE', path)).status]).toEqual([path, 404]);
    }
    expect([(await elsewhere.get('/session')).status, (await script.get('/organizations')).status]).toEqual([401, 401]);
  });

  test('the proof of another admin’s passkey steps nobody up', async () => {
    const [one, other] = [await equipped(), await equipped()];
    await muster.rows('UPDATE admin_sessions SET stepUpUntil = 0');
    const challenge = async () => (await one.admin.post('/session/passkey/options')).json;
    const stepUp = async (response: object) => (await one.admin.post('/session/passkey', { response })).status;
    expect(await stepUp(other.phone.use(await challenge()))).toBe(401);
    expect((await one.admin.post('/me/tokens', { label: 'x' })).json.reason).toBe('step_up_needed');
    expect(await stepUp(one.phone.use(await challenge()))).toBe(200);
    expect((await one.admin.post('/me/tokens', { label: 'x' })).status).toBe(201);
  });
});

describe('While somebody changes the password in another browser,', () => {
  const NEW = 'copper lantern meadow';
  /** Lets a method that a request is about to call wait for something else. */
  function before<T extends object>(service: T, method: keyof T & string, meanwhile: () => Promise<unknown>) {
    const spy = jest.spyOn(service as Record<string, (...args: unknown[]) => unknown>, method);
    const original = Object.getPrototypeOf(service)[method] as (...args: unknown[]) => unknown;
    spy.mockImplementationOnce(async (...args) => {
      await meanwhile();
      return original.apply(service, args);
    });
  }

  test.each(['token', 'passkey', 'password'])('a session that this ends makes no %s', async (what) => {
    const { admin, elsewhere } = await equipped();
    const phone = new Authenticator(ORIGIN);
    const options = what === 'passkey' && (await elsewhere.post('/me/passkeys/options')).json;
    const change = async () => expect((await admin.send('PUT', '/me/password', { password: NEW })).status).toBe(204);
    const late = {
      token: () => elsewhere.post('/me/tokens', { label: 'Late' }),
      passkey: () => elsewhere.post('/me/passkeys', { label: 'Late', response: phone.make(options) }),
      password: () => elsewhere.send('PUT', '/me/password', { password: 'orchid velvet canyon' }),
    }[what]!;
    if (what === 'token') before(muster.app.get(AdminCredentials), 'createToken', change);
    else if (what === 'passkey') before(muster.app.get(Passkeys), 'register', change);
    else before(muster.app.get(AdminsService), 'changePassword', change);
    expect(await late()).toMatchObject({ status: 401, json: { reason: 'signed_out' } });
    expect((await admin.get('/me/tokens')).json.tokens).toEqual([]);
    expect((await admin.get('/me/passkeys')).json.passkeys).toHaveLength(1);
    expect((await admin.signIn(NEW)).status).toBe(200);
  });

  test('nobody signs in by the one before, although it was still right when it was looked at', async () => {
    const { admin } = await equipped();
    const passwords = muster.app.get(Passwords);
    const matches = passwords.matches.bind(passwords);
    jest.spyOn(passwords, 'matches').mockImplementationOnce(async (...args) => {
      const isRight = await matches(...args);
      expect((await admin.send('PUT', '/me/password', { password: NEW })).status).toBe(204);
      return isRight;
    });
    expect(await new Admin(muster.url, admin.email).signIn()).toMatchObject({
      status: 401,
      json: { reason: 'wrong_credentials' },
    });
    expect((await admin.get('/sessions')).json.sessions).toHaveLength(1);
  });
});

describe('The last operator who can sign in', () => {
  test('cannot be removed, although another one is invited; that one can', async () => {
    const own = await Muster.start();
    try {
      const operator = await Admin.of(own, null);
      const who = { email: 'second@acme.example', name: 'Second', organizationId: null };
      const { admin: invited } = await own.app.get(AdminsService).invite(who, OPERATOR);
      const { id } = (await own.app.get(AdminsService).list(undefined, '', 10)).find(
        ({ email }) => email === operator.email,
      )!;
      expect(await operator.send('DELETE', `/admins/${id}`)).toMatchObject({
        status: 409,
        json: { reason: 'last_operator' },
      });
      expect((await operator.send('DELETE', `/admins/${invited.id}`)).status).toBe(204);
      expect(await operator.send('DELETE', `/admins/${id}`)).toMatchObject({ status: 409 });
      const admin = await Admin.of(own, await own.newOrganization());
      expect((await admin.get('/session')).status).toBe(200);
      expect(await operator.send('DELETE', `/admins/${id}`)).toMatchObject({ status: 409 });
    } finally {
      await own.stop();
    }
  });
});

describe('A link that sets a password', () => {
  test('is used up by it, and replaced by a newer one', async () => {
    const email = 'linked@acme.example';
    const { url } = await admins().invite({ email, name: 'Linked', organizationId }, OPERATOR);
    const newer = await admins().resetPassword(email, OPERATOR);
    const welcome = async (link: string) =>
      (await new Admin(muster.url).post('/welcome', { token: tokenIn(link), name: 'Linked', password: PASSWORD }))
        .status;
    expect([await welcome(url), await welcome(newer), await welcome(newer), await welcome(url)]).toEqual([
      410, 200, 410, 410,
    ]);
  });

  test('after a reset ends everything that signed in before: sessions, tokens and passkeys, unless these are to stay', async () => {
    const one = await equipped();
    await admins().resetPassword(one.admin.email, OPERATOR);
    for (const by of [one.admin, one.elsewhere]) expect((await by.get('/session')).status).toBe(401);
    expect((await one.script.get('/organizations')).status).toBe(401);
    const byPasskey = async (phone: Authenticator) => {
      const challenge = (await new Admin(muster.url).post('/session/passkey/options')).json;
      return (await new Admin(muster.url).post('/session/passkey', { response: phone.use(challenge) })).status;
    };
    expect(await byPasskey(one.phone)).toBe(401);
    expect((await one.admin.signIn()).status).toBe(401);
    const other = await equipped();
    await admins().resetPassword(other.admin.email, OPERATOR, { keepsPasskeys: true });
    expect((await other.script.get('/organizations')).status).toBe(401);
    expect(await byPasskey(other.phone)).toBe(200);
  });

  test('of somebody who was removed sets none', async () => {
    const { admin, url } = await admins().invite(
      { email: 'gone@acme.example', name: 'Gone', organizationId },
      OPERATOR,
    );
    await admins().remove(admin.id, undefined, OPERATOR);
    const body = { token: tokenIn(url), name: 'Gone', password: PASSWORD };
    expect((await new Admin(muster.url).post('/welcome', body)).status).toBe(410);
  });
});

test('An admin of one organization removes no admin of another, nor an operator', async () => {
  const admin = await Admin.of(muster, organizationId);
  const others = [await Admin.of(muster, await muster.newOrganization()), await Admin.of(muster, null)];
  const all = await admins().list(undefined, '', 500);
  for (const { email } of others) {
    const { id } = all.find((each) => each.email === email)!;
    expect((await admin.send('DELETE', `/admins/${id}`)).status).toBeGreaterThanOrEqual(403);
    expect((await admin.send('DELETE', `/organizations/${organizationId}/admins/${id}`)).status).toBe(404);
  }
  for (const other of others) expect((await other.get('/session')).status).toBe(200);
});
