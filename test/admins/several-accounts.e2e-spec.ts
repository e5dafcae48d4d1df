import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v4 as random } from 'uuid';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { Admin, PASSWORD, tokenIn } from '../support/admin.js';
import { CLIENT, Issuer } from '../support/issuer.js';
import { Muster } from '../support/muster.js';
import type { ApiAnswer } from '../support/person.js';

const OTHER_PASSWORD = 'harbour lantern velvet';

let issuer: Issuer;
let muster: Muster;
let ours: string;
let theirs: string;
let email: string;
beforeAll(async () => {
  issuer = await Issuer.start();
  muster = await Muster.start({
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
  });
  ours = await muster.newOrganization('Ours');
  theirs = await muster.newOrganization('Theirs');
});
afterAll(async () => {
  await muster.stop();
  await issuer.stop();
});
beforeEach(() => {
  email = `${random()}@acme.example`;
});

const invite = (organizationId: string | null) =>
  muster.app.get(AdminsService).invite({ email, name: 'Ada', organizationId }, OPERATOR);

/** Somebody who has joined. @returns the id of the account */
async function join(organizationId: string | null, password = PASSWORD): Promise<string> {
  const { admin, url } = await invite(organizationId);
  const answer = await new Admin(muster.url).post('/welcome', { token: tokenIn(url), name: 'Ada', password });
  expect(answer.status).toBe(200);
  return admin.id;
}

const signIn = (password = PASSWORD, accountId?: string) =>
  new Admin(muster.url).post('/session', { email, password, accountId });

/** An answer without what differs by chance. */
function shapeOf({ status, json }: ApiAnswer): unknown {
  const text = JSON.stringify(json).replaceAll(/[\w-]{36}(?=")/g, 'id');
  return [status, text.replaceAll(/token=[\w-]+/g, 'token').replaceAll(/"\d{4}-[^"]+Z"/g, '"time"')];
}

describe('An invitation of an address', () => {
  test('that is an admin of another organization or an operator cannot be told from any other', async () => {
    const admin = await Admin.of(muster, ours);
    const asked = async (address: string) => {
      const answer = await admin.post('/admins', { email: address, name: 'Ada', organizationId: ours });
      return shapeOf({ ...answer, json: JSON.parse(JSON.stringify(answer.json).replaceAll(address, 'ada@x.example')) });
    };
    const unknown = await asked(`${random()}@acme.example`);
    expect(unknown).toMatchObject([201, expect.stringContaining('"hasPassword":false')]);
    await join(theirs);
    expect(await asked(email)).toEqual(unknown);
    email = `${random()}@acme.example`;
    await join(null);
    expect(await asked(email)).toEqual(unknown);
    const { json } = await admin.get('/admins?limit=500');
    expect(json.admins.map((each: { organizationId: string }) => each.organizationId)).toEqual(
      json.admins.map(() => ours),
    );
    expect(json.admins.filter((each: { email: string }) => each.email === email)).toHaveLength(1);
  });

  test('that the own organization has is refused, as is a second operator, also twice at once', async () => {
    for (const organizationId of [ours, null]) {
      const answers = await Promise.allSettled([invite(organizationId), invite(organizationId)]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      await expect(invite(organizationId)).rejects.toMatchObject({ status: 409, reason: 'address_taken' });
    }
  });

  test('leaves the account that the person has elsewhere as it is', async () => {
    const id = await join(theirs);
    await invite(ours);
    expect(await signIn()).toMatchObject({ status: 200, json: { admin: { id, organizationId: theirs } } });
    expect((await signIn(OTHER_PASSWORD)).status).toBe(401);
  });
});

describe('Somebody with several accounts', () => {
  test('is signed in to the one whose password it is', async () => {
    const [first, second] = [await join(theirs), await join(ours, OTHER_PASSWORD)];
    expect(await signIn()).toMatchObject({ status: 200, json: { admin: { id: first, organizationId: theirs } } });
    expect(await signIn(OTHER_PASSWORD)).toMatchObject({ status: 200, json: { admin: { id: second } } });
    expect((await signIn(PASSWORD, second)).status).toBe(401);
  });

  test('chooses where it is the same password, which only who has it is asked', async () => {
    const [first, second] = [await join(theirs), await join(null)];
    expect(await signIn()).toMatchObject({
      status: 409,
      json: {
        reason: 'which_account',
        accounts: [
          { id: first, organization: 'Theirs' },
          { id: second, organization: null },
        ],
      },
    });
    expect((await signIn('wrong')).json.reason).toBe('wrong_credentials');
    for (const id of [first, second]) expect(await signIn(PASSWORD, id)).toMatchObject({ json: { admin: { id } } });
  });

  test('whose password is changed in one keeps the other', async () => {
    const [first] = [await join(theirs), await join(ours, OTHER_PASSWORD)];
    const admins = muster.app.get(AdminsService);
    await expect(admins.resetPassword(email, OPERATOR)).rejects.toMatchObject({ status: 409, reason: 'which_account' });
    expect(await admins.resetPassword(first, OPERATOR)).toContain('/#/welcome?token=');
    expect((await signIn()).status).toBe(401);
    expect((await signIn(OTHER_PASSWORD)).status).toBe(200);
  });
});

describe('A sign-in at the issuer with several accounts', () => {
  async function comes(query = ''): Promise<{ location: string; cookies: string[] }> {
    issuer.user = { email, email_verified: true };
    const open = (path: string, Cookie = '') =>
      fetch(`${muster.url}/api/v1/session/openid-connect${path}`, { redirect: 'manual', headers: { Cookie } });
    const begun = await open(query);
    const back = issuer.authorize(begun.headers.get('location')!);
    const answer = await open(`/callback${back.search}`, begun.headers.getSetCookie()[0]!.split(';')[0]);
    return { location: answer.headers.get('location')!, cookies: answer.headers.getSetCookie() };
  }
  async function accountOf({ cookies }: { cookies: string[] }): Promise<string | undefined> {
    const browser = new Admin(muster.url);
    browser.cookie = cookies.find((line) => line.startsWith('__Host-muster_admin='))?.split(';')[0] ?? '';
    return (await browser.get('/session')).json.admin?.id;
  }

  test('is not led astray by an invitation that nobody has opened', async () => {
    await invite(ours);
    const id = await join(theirs);
    const answer = await comes();
    expect([answer.location, await accountOf(answer)]).toEqual(['https://muster.example/', id]);
  });

  test('asks which one is meant, and takes the one that is named', async () => {
    const [first, second] = [await join(theirs), await join(ours)];
    const asked = await comes();
    expect(await accountOf(asked)).toBeUndefined();
    const query = new URLSearchParams(asked.location.split('?')[1]);
    expect(query.get('problem')).toBe('which_account');
    expect(JSON.parse(query.get('accounts')!)).toEqual([
      { id: first, organization: 'Theirs' },
      { id: second, organization: 'Ours' },
    ]);
    for (const id of [first, second]) expect(await accountOf(await comes(`?account=${id}`))).toBe(id);
    expect((await comes(`?account=${random()}`)).location).toContain('problem=wrong_credentials');
  });
});

describe('While processes of the version before still make accounts', () => {
  /** As that version does, which has no `organizationKey`. */
  const older = (organizationId: string | null) =>
    muster.rows('INSERT INTO admins (id, emailKey, email, name, organizationId, createdAt) VALUES (?, ?, ?, ?, ?, 1)', [
      random(),
      email,
      email,
      'Ada',
      organizationId,
    ]);
  const isRefused = (work: Promise<unknown>) =>
    work.then(
      () => false,
      (error: Error) => /unique|duplicate/i.test(error.message),
    );

  test.each(['of an organization', 'of an operator'])('an address still has one account %s', async (whose) => {
    const of = whose === 'of an operator' ? null : ours;
    await older(of);
    expect(await isRefused(older(of))).toBe(true);
    await expect(invite(of)).rejects.toMatchObject({ status: 409, reason: 'address_taken' });
    email = `${random()}@acme.example`;
    await join(of);
    expect(await isRefused(older(of))).toBe(true);
  });

  test('theirs stand in the way of no other organization and no operator', async () => {
    await older(ours);
    expect((await invite(theirs)).admin.email).toBe(email);
    expect((await invite(null)).admin.email).toBe(email);
  });
});

test('Accounts that an older version has made are found and stay', async () => {
  const id = await join(theirs);
  await muster.rows('UPDATE admins SET organizationKey = NULL WHERE id = ?', [id]);
  expect(await signIn()).toMatchObject({ status: 200, json: { admin: { id } } });
});
