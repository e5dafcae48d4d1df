import { beforeEach, describe, expect, test } from '@jest/globals';
import { v4 as random } from 'uuid';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { Admin, PASSWORD, tokenIn } from '../support/admin.js';
import { withMuster } from '../support/muster.js';
import type { ApiAnswer } from '../support/person.js';

const TOO_MANY = { status: 429, json: { reason: 'too_many_attempts' } };
const MOST = 10;

const muster = withMuster({ TRUST_PROXY: '1' });
beforeEach(() => muster.rows('DELETE FROM admin_attempts'));

/** A sign-in of somebody at an address, in a browser that has been here before where it is given. */
function signIn(email: string, from: string, password = PASSWORD, device = ''): Promise<ApiAnswer> {
  const headers = { 'X-Forwarded-For': from, ...(device && { Cookie: device }) };
  return new Admin(muster.url).send('POST', '/session', { email, password }, headers);
}

/** Failures until there are too many. @param at where each comes from */
async function fail(name: () => string, at: (attempt: number) => string): Promise<ApiAnswer> {
  let last: ApiAnswer;
  for (let attempt = 0; attempt <= MOST; attempt += 1) last = await signIn(name(), at(attempt), 'wrong');
  return last!;
}
const nobody = () => `${random()}@acme.example`;
const elsewhere = (attempt: number) => `198.51.100.${attempt}`;

async function browserOf(email: string, from: string): Promise<string> {
  const response = await fetch(`${muster.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': from },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith('__Host-muster_device='));
  expect(cookie).toMatch(/; Path=\/;.*HttpOnly; Secure; SameSite=Strict/);
  return cookie!.split(';')[0]!;
}

describe('Failures of anybody at an address that many share', () => {
  const PROXY = '192.0.2.1';

  test('lock out no admin who has signed in from there, nor the proof of a session', async () => {
    const admin = await Admin.of(muster, null);
    await signIn(admin.email, PROXY);
    expect(await fail(nobody, () => PROXY)).toMatchObject(TOO_MANY);
    expect((await signIn(admin.email, PROXY)).status).toBe(200);
    expect((await admin.post('/session/step-up', { password: PASSWORD })).status).toBe(200);
  });

  test('lock out who is new there, and tell by no answer who is not', async () => {
    const [known, other] = [await Admin.of(muster, null), await Admin.of(muster, null)];
    await signIn(known.email, PROXY);
    await fail(nobody, () => PROXY);
    expect(await signIn(other.email, PROXY)).toMatchObject(TOO_MANY);
    const answers = [await signIn(known.email, PROXY, 'wrong'), await signIn(nobody(), PROXY, 'wrong')];
    expect(answers[0]).toMatchObject(TOO_MANY);
    expect(answers[0]).toEqual(answers[1]);
  });
});

describe('Failures at the name of an admin', () => {
  test('made elsewhere lock out nobody at an address or in a browser that is known', async () => {
    const admin = await Admin.of(muster, null);
    const device = await browserOf(admin.email, '192.0.2.7');
    expect(await fail(() => admin.email, elsewhere)).toMatchObject(TOO_MANY);
    expect((await signIn(admin.email, '192.0.2.7')).status).toBe(200);
    expect((await signIn(admin.email, '203.0.113.77', PASSWORD, device)).status).toBe(200);
    expect(await signIn(admin.email, '203.0.113.78')).toMatchObject(TOO_MANY);
    const other = await Admin.of(muster, null);
    await fail(() => other.email, elsewhere);
    expect(await signIn(other.email, '203.0.113.79', PASSWORD, device)).toMatchObject(TOO_MANY);
  });

  test('lock out who has not been at an address or in a browser for a year', async () => {
    const admin = await Admin.of(muster, null);
    const device = await browserOf(admin.email, '192.0.2.11');
    await fail(() => admin.email, elsewhere);
    const ago = (days: number) =>
      muster.rows('UPDATE admin_known_clients SET lastUsedAt = ?', [Date.now() - days * 86_400_000]);
    await ago(366);
    expect(await signIn(admin.email, '192.0.2.11')).toMatchObject(TOO_MANY);
    expect(await signIn(admin.email, '203.0.113.76', PASSWORD, device)).toMatchObject(TOO_MANY);
    await ago(364);
    expect((await signIn(admin.email, '192.0.2.11')).status).toBe(200);
    expect((await signIn(admin.email, '203.0.113.76', PASSWORD, device)).status).toBe(200);
  });

  test('at a known address are refused after some more, but not in a browser that is known', async () => {
    const admin = await Admin.of(muster, null);
    const device = await browserOf(admin.email, '192.0.2.8');
    for (let attempt = 0; attempt < 2 * MOST; attempt += 1) await signIn(admin.email, '192.0.2.8', 'wrong');
    expect(await signIn(admin.email, '192.0.2.8')).toMatchObject(TOO_MANY);
    expect((await signIn(admin.email, '192.0.2.8', PASSWORD, device)).status).toBe(200);
    for (let attempt = 0; attempt < MOST; attempt += 1) await signIn(admin.email, '192.0.2.8', 'wrong', device);
    expect(await signIn(admin.email, '192.0.2.8', PASSWORD, device)).toMatchObject(TOO_MANY);
  });

  test('are the same however it is written, and so is who it finds', async () => {
    const organizationId = await muster.newOrganization();
    const invite = (email: string) =>
      muster.app.get(AdminsService).invite({ email, name: 'Sam', organizationId }, OPERATOR);
    const { url } = await invite('ops.sam@acme.example');
    await new Admin(muster.url).post('/welcome', { token: tokenIn(url), name: 'Sam', password: PASSWORD });
    const spellings = [
      'ops.sam@acme.example',
      'OPS.SAM@acme.example',
      'ｏｐｓ.sam@acme.example',
      'opſ.ſam@acme.example',
    ];
    for (const spelling of spellings) {
      expect([spelling, (await signIn(spelling, '192.0.2.9')).status]).toEqual([spelling, 200]);
      await expect(invite(spelling)).rejects.toMatchObject({ reason: 'address_taken' });
    }
    const statuses = [];
    for (let attempt = 0; attempt < 12; attempt += 1)
      statuses.push((await signIn(spellings[attempt % 4]!, elsewhere(attempt), 'wrong')).status);
    expect(statuses).toEqual([...Array.from({ length: MOST }, () => 401), 429, 429]);
  });
});

test('The proof of a session is counted for that session alone', async () => {
  const admin = await Admin.of(muster, null);
  const other = await admin.elsewhere();
  for (let attempt = 0; attempt < MOST; attempt += 1)
    expect((await admin.post('/session/step-up', { password: 'wrong' })).status).toBe(401);
  expect(await admin.post('/session/step-up', { password: PASSWORD })).toMatchObject(TOO_MANY);
  expect((await other.post('/session/step-up', { password: PASSWORD })).status).toBe(200);
  expect((await signIn(admin.email, '203.0.113.80')).status).toBe(200);
});

describe('Failures', () => {
  test('of one client are counted together, among however many IPv6 addresses it chooses', async () => {
    expect(await fail(nobody, (attempt) => `2001:db8:1:2::${attempt + 1}`)).toMatchObject(TOO_MANY);
    expect((await signIn(nobody(), '2001:db8:1:3::1', 'wrong')).status).toBe(401);
  });

  test('of one client make few rows, whatever names it tries', async () => {
    for (let attempt = 0; attempt < 30; attempt += 1) await signIn(nobody(), '203.0.113.81', 'wrong');
    expect(await muster.rows('SELECT name FROM admin_attempts')).toHaveLength(MOST + 1);
  });

  test('of all clients make no more rows than are bounded, and are refused still', async () => {
    const now = Date.now();
    for (let row = 0; row < 10_000; row += 500) {
      const rows = Array.from(
        { length: 500 },
        (_, index) => `('f${String(row + index).padStart(63, '0')}', 1, ${now})`,
      );
      await muster.rows(`INSERT INTO admin_attempts (name, attempts, since) VALUES ${rows.join()}`);
    }
    const admin = await Admin.of(muster, null);
    await signIn(admin.email, '192.0.2.10');
    const last = await fail(() => admin.email, elsewhere);
    expect(last).toMatchObject(TOO_MANY);
    const rows = await muster.rows<{ name: string }>('SELECT name FROM admin_attempts');
    expect(rows.filter(({ name }) => String(name).length > 2)).toHaveLength(10_000);
    expect(rows.length).toBeLessThanOrEqual(10_256);
    expect((await signIn(admin.email, '192.0.2.10')).status).toBe(200);
    await muster.rows('UPDATE admin_attempts SET since = since - 900001');
    expect((await signIn(nobody(), elsewhere(99), 'wrong')).status).toBe(401);
    expect((await muster.rows('SELECT name FROM admin_attempts')).length).toBeLessThan(10_000);
  }, 60_000);

  test('leave no passkey challenges without bound either', async () => {
    const until = Date.now() + 60_000;
    for (let row = 0; row < 10_000; row += 500) {
      const rows = Array.from({ length: 500 }, (_, index) => `('f${String(row + index).padStart(63, '0')}', ${until})`);
      await muster.rows(`INSERT INTO admin_challenges (hash, expiresAt) VALUES ${rows.join()}`);
    }
    const options = () => new Admin(muster.url).post('/session/passkey/options');
    expect(await options()).toMatchObject(TOO_MANY);
    await muster.rows('UPDATE admin_challenges SET expiresAt = 1');
    expect((await options()).status).toBe(200);
    expect(await muster.rows('SELECT hash FROM admin_challenges')).toHaveLength(1);
  });

  test('of an admin who signs in from ever new places are remembered for the last of them', async () => {
    const admin = await Admin.of(muster, null);
    for (let place = 1; place <= 45; place += 1) await signIn(admin.email, `203.0.113.${place}`);
    const [row] = await muster.rows<{ id: string }>('SELECT id FROM admins WHERE email = ?', [admin.email]);
    expect(await muster.rows('SELECT name FROM admin_known_clients WHERE adminId = ?', [row!.id])).toHaveLength(40);
  });
});
