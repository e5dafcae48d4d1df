import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { Admin } from '../support/admin.js';
import { CLIENT, Issuer } from '../support/issuer.js';
import { Muster } from '../support/muster.js';
import type { AnyJson } from '../support/scim-client.js';

const HOME = 'https://muster.example/';
const BACK = `${HOME}#/sign-in?problem=`;
let issuer: Issuer;
let muster: Muster;
let browser: Browser;
let email: string;

/** Follows no redirection, and keeps all cookies. */
class Browser {
  readonly cookies = new Map<string, string>();

  async open(path: string): Promise<Response> {
    const Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${muster.url}/api/v1${path}`, { redirect: 'manual', headers: { Cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
    return response;
  }

  async session() {
    const response = await this.open('/session');
    return { status: response.status, json: (await response.json()) as AnyJson };
  }
}

const ISSUER = () => ({
  OIDC_ISSUER: issuer.url,
  OIDC_CLIENT_ID: CLIENT.id,
  OIDC_CLIENT_SECRET: CLIENT.secret,
  OIDC_LABEL: 'Acme login',
});

beforeAll(async () => {
  issuer = await Issuer.start();
  muster = await Muster.start(ISSUER());
  ({ email } = await Admin.of(muster, null));
});
afterAll(async () => {
  await muster.stop();
  await issuer.stop();
});
beforeEach(() => {
  browser = new Browser();
  issuer.user = { email, email_verified: true };
  [issuer.twist, issuer.isBrief, issuer.authTime] = [{}, false, undefined];
});

const locationOf = (response: Response) => [response.status, response.headers.get('location')];
const begin = async (query = '') => (await browser.open(`/session/openid-connect${query}`)).headers.get('location')!;
const finish = async ({ search }: URL, by = browser) =>
  locationOf(await by.open(`/session/openid-connect/callback${search}`));

describe('The issuer', () => {
  test('that does not answer leads back to the sign-in page, and is asked again the next time', async () => {
    issuer.isDown = true;
    const answer = await browser.open('/session/openid-connect');
    issuer.isDown = false;
    expect(locationOf(answer)).toEqual([302, `${BACK}issuer_unavailable`]);
    expect(await begin()).toContain(`${issuer.url}/authorize?`);
  });

  test('is asked for a code, with PKCE, a state and a nonce that only this browser has', async () => {
    const response = await browser.open('/session/openid-connect');
    const asked = new URL(response.headers.get('location')!).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: CLIENT.id,
      response_type: 'code',
      redirect_uri: `${HOME}api/v1/session/openid-connect/callback`,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    const [cookie] = response.headers.getSetCookie();
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/;', 'Max-Age=600']) expect(cookie).toContain(part);
    expect(cookie).toContain(asked.get('state'));
  });

  test('is named by the session route, to those who are signed in and to those who are not', async () => {
    const methods = { openIdConnect: { label: 'Acme login' } };
    expect(await browser.session()).toMatchObject({ status: 401, json: { methods } });
    await finish(issuer.authorize(await begin()));
    expect(await browser.session()).toMatchObject({ status: 200, json: { methods } });
  });
});

describe('Whoever has signed in there', () => {
  test.each([false, true])('is signed in by a verified address; told by userinfo: %s', async (isBrief) => {
    issuer.isBrief = isBrief;
    expect(await finish(issuer.authorize(await begin()))).toEqual([302, HOME]);
    expect([...browser.cookies.keys()]).toEqual(['__Host-muster_admin', '__Host-muster_device']);
    expect(await browser.session()).toMatchObject({ status: 200, json: { admin: { email } } });
  });

  test('is signed in however the address is written', async () => {
    issuer.user = { email: email.toUpperCase(), email_verified: true };
    expect(await finish(issuer.authorize(await begin()))).toEqual([302, HOME]);
  });

  test.each([
    { email_verified: false },
    { email_verified: undefined },
    { email_verified: 'true' },
    { email: 'somebody@acme.example' },
    { email: undefined },
  ])('is not with an address that is not verified, or no admin: %o', async (user) => {
    issuer.user = { ...issuer.user, ...user };
    expect(await finish(issuer.authorize(await begin()))).toEqual([302, `${BACK}no_admin`]);
    expect((await browser.session()).status).toBe(401);
  });

  test.each([{ nonce: 'another' }, { aud: 'another' }, { iss: 'https://evil.example' }, { exp: 1 }])(
    'is not by a token that is not for this sign-in: %j',
    async (twist) => {
      issuer.twist = twist;
      expect(await finish(issuer.authorize(await begin()))).toEqual([302, `${BACK}wrong_credentials`]);
      expect((await browser.session()).status).toBe(401);
    },
  );

  test('is not in a browser that did not begin, nor with the state of another one', async () => {
    const back = issuer.authorize(await begin());
    const victim = new Browser();
    expect(await finish(back, victim)).toEqual([302, `${BACK}wrong_credentials`]);
    await victim.open('/session/openid-connect');
    expect(await finish(back, victim)).toEqual([302, `${BACK}wrong_credentials`]);
    expect((await victim.session()).status).toBe(401);
    expect(await finish(back)).toEqual([302, HOME]);
  });

  test('is not a second time by the same answer', async () => {
    const back = issuer.authorize(await begin());
    const cookies = new Map(browser.cookies);
    expect(await finish(back)).toEqual([302, HOME]);
    const copy = new Browser();
    for (const [name, value] of cookies) copy.cookies.set(name, value);
    expect(await finish(back, copy)).toEqual([302, `${BACK}wrong_credentials`]);
  });

  test('is not when the issuer says that it was refused', async () => {
    const state = new URL(await begin()).searchParams.get('state')!;
    const back = new URL(HOME);
    back.search = new URLSearchParams({ error: 'access_denied', state, iss: issuer.url }).toString();
    expect(await finish(back)).toEqual([302, `${BACK}wrong_credentials`]);
  });
});

describe('A sign-in at the issuer', () => {
  const now = () => Math.floor(Date.now() / 1_000);
  const isFresh = async () => (await browser.session()).json.stepUpUntil !== null;
  const refusal = async () => {
    const Cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const admin = new Admin(muster.url);
    admin.cookie = Cookie;
    return admin.post('/me/tokens', { label: 'x' });
  };

  test('is no fresh proof by itself, however new it is', async () => {
    const asked = new URL(await begin());
    expect([asked.searchParams.has('prompt'), asked.searchParams.has('max_age')]).toEqual([false, false]);
    issuer.authTime = now();
    expect(await finish(issuer.authorize(asked.href))).toEqual([302, HOME]);
    expect(await isFresh()).toBe(false);
    expect(await refusal()).toMatchObject({ status: 403, json: { reason: 'step_up_needed' } });
  });

  test('is one where it was asked for, and the issuer says that it was made since', async () => {
    const asked = new URL(await begin('?fresh=true'));
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({ prompt: 'login', max_age: '0' });
    expect(await finish(issuer.authorize(asked.href))).toEqual([302, HOME]);
    expect(await isFresh()).toBe(true);
    expect((await refusal()).status).toBe(201);
  });

  test.each<[string, () => number | undefined]>([
    ['is not said', () => undefined],
    ['is an hour ago', () => now() - 3_600],
    ['is before it was asked for', () => now() - 120],
  ])('is none where the time of it %s', async (_, time) => {
    issuer.twist = { auth_time: time() };
    expect(await finish(issuer.authorize(await begin('?fresh=true')))).toEqual([302, HOME]);
    expect(await isFresh()).toBe(false);
  });

  test('is none where the browser claims to have asked hours ago', async () => {
    const back = issuer.authorize(await begin('?fresh=true'));
    const [name, value] = [...browser.cookies].find(([each]) => each.includes('attempt'))!;
    expect(value).toMatch(/\.\d+\.$/);
    browser.cookies.set(name, value.replace(/\d+\.$/, '1000.'));
    issuer.twist = { auth_time: now() - 3_600 };
    expect(await finish(back)).toEqual([302, HOME]);
    expect(await isFresh()).toBe(false);
  });

  test('takes nothing but true and false for whether it shall be one', async () => {
    expect((await browser.open('/session/openid-connect?fresh=yes')).status).toBe(400);
  });
});

describe('An address that the issuer tells by other claims', () => {
  const signInAt = async (environment: Record<string, string>, user: JWTPayload) => {
    const other = await muster.another({ ...ISSUER(), ...environment });
    const before = muster;
    try {
      muster = other;
      issuer.user = user;
      return await finish(issuer.authorize(await begin()));
    } finally {
      muster = before;
      await other.stop();
    }
  };
  const XMS = { OIDC_EMAIL_VERIFIED_CLAIM: 'xms_edov' };
  const UPN = { OIDC_EMAIL_CLAIM: 'preferred_username', OIDC_TRUST_EMAIL: 'true' };
  const refused = [302, `${BACK}no_admin`];

  test.each<[string, Record<string, string>, () => JWTPayload, boolean]>([
    ['xms_edov of Entra ID', XMS, () => ({ email, xms_edov: true }), true],
    ['xms_edov as a number', XMS, () => ({ email, xms_edov: 1 }), true],
    ['xms_edov as text', XMS, () => ({ email, xms_edov: '1' }), true],
    ['xms_edov that says no', XMS, () => ({ email, xms_edov: '0' }), false],
    ['xms_edov that is not there', XMS, () => ({ email }), false],
    ['xms_edov, against email_verified', XMS, () => ({ email, xms_edov: true, email_verified: false }), false],
    ['preferred_username of a trusted issuer', UPN, () => ({ preferred_username: email }), true],
    ['email beside preferred_username', UPN, () => ({ email, preferred_username: 'x@acme.example' }), false],
    ['preferred_username that is no admin', UPN, () => ({ preferred_username: 'x@acme.example' }), false],
    ['a trusted issuer that says no', { OIDC_TRUST_EMAIL: 'true' }, () => ({ email, email_verified: false }), false],
    ['a trusted issuer', { OIDC_TRUST_EMAIL: 'true' }, () => ({ email }), true],
    ['an issuer that is not trusted', {}, () => ({ email }), false],
  ])('signs in only if it is vouched for: %s', async (_, environment, user, isSignedIn) => {
    expect(await signInAt(environment, user())).toEqual(isSignedIn ? [302, HOME] : refused);
  });
});

test('A server without an issuer has no such routes', async () => {
  const another = await muster.another();
  for (const path of ['', '/callback?code=x'])
    expect(await new Admin(another.url).get(`/session/openid-connect${path}`)).toMatchObject({
      status: 404,
      json: { reason: 'unknown' },
    });
  await another.stop();
});
