import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
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

beforeAll(async () => {
  issuer = await Issuer.start();
  muster = await Muster.start({
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_LABEL: 'Acme login',
  });
  ({ email } = await Admin.of(muster, null));
});
afterAll(async () => {
  await muster.stop();
  await issuer.stop();
});
beforeEach(() => {
  browser = new Browser();
  issuer.user = { email, email_verified: true };
  [issuer.twist, issuer.isBrief] = [{}, false];
});

const locationOf = (response: Response) => [response.status, response.headers.get('location')];
const begin = async () => (await browser.open('/session/openid-connect')).headers.get('location')!;
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
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/api/v1/session/openid-connect', 'Max-Age=600'])
      expect(cookie).toContain(part);
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
    expect([...browser.cookies.keys()]).toEqual(['muster_admin']);
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

test('A server without an issuer has no such routes', async () => {
  const another = await muster.another();
  for (const path of ['', '/callback?code=x'])
    expect(await new Admin(another.url).get(`/session/openid-connect${path}`)).toMatchObject({
      status: 404,
      json: { reason: 'unknown' },
    });
  await another.stop();
});
