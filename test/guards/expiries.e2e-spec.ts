import { beforeAll, describe, expect, test } from '@jest/globals';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { decryptWith } from '../../src/onboarding/keys/age.js';
import { LinksService } from '../../src/messaging/links/links.service.js';
import type { LinkPurpose } from '../../src/messaging/links/link.entity.js';
import { WebhookSecrets } from '../../src/subscriptions/webhooks/webhook-secrets.js';
import { WebhooksService } from '../../src/subscriptions/webhooks/webhooks.service.js';
import { Admin, PASSWORD, tokenIn } from '../support/admin.js';
import { Application } from '../support/application.js';
import { Authenticator } from '../support/authenticator.js';
import { withMuster } from '../support/muster.js';
import { accepted, assigned, type Company, confirmed, newCompany } from '../support/organization.js';
import { Person, sha256 } from '../support/person.js';
import { BegunRotation, wrappedForAll } from '../support/rotations.js';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

const muster = withMuster();
let company: Company;
let organizationId: string;
beforeAll(async () => {
  company = await newCompany(muster);
  ({ organizationId } = company.okta);
});

/** Sets a time of rows to some while from now, or before it. */
const set = (column: string, fromNow: number, where = '1 = 1', values: unknown[] = []) => {
  const [table, name] = column.split('.') as [string, string];
  return muster.rows(`UPDATE ${table} SET ${name} = ? WHERE ${where}`, [Date.now() + fromNow, ...values]);
};
/** To the second: the creation and the end of some rows are read from the clock one after the other. */
const lifetimeOf = async (table: string, until = 'expiresAt', where = '1 = 1', values: unknown[] = []) => {
  const rows = await muster.rows<{ lifetime: number }>(
    `SELECT ${until} - createdAt AS lifetime FROM ${table} WHERE ${where} ORDER BY createdAt DESC LIMIT 1`,
    values,
  );
  return Math.round(Number(rows[0]!.lifetime) / 1_000) * 1_000;
};

async function invitedAdmin() {
  const email = `late${Math.random()}@acme.example`;
  const { url } = await muster.app.get(AdminsService).invite({ email, name: 'Late', organizationId }, OPERATOR);
  const welcome = () =>
    new Admin(muster.url).post('/welcome', { token: tokenIn(url), name: 'Late', password: PASSWORD });
  return { email, welcome };
}

/** The link of a purpose of somebody for whom it is open. */
async function linkFor(purpose: LinkPurpose): Promise<{ person: Person; link: string; userId: string }> {
  if (purpose === 'invitation') {
    const { id, person, link } = await assigned(muster, company);
    return { person, link: await link(), userId: id };
  }
  const { id, person, address } = await confirmed(muster, company);
  const to = purpose === 'sign-in' ? address : `moved-${address}`;
  if (purpose === 'sign-in') await person.post('/sign-in-links', { address });
  else await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails[type eq "work"].value', value: to }]);
  const [row] = await muster.rows<{ id: string }>('SELECT id FROM links WHERE userId = ? AND purpose = ?', [
    id,
    purpose,
  ]);
  const url = await muster.app.get(LinksService).url({ organizationId, id: row!.id, purpose, address: to });
  return { person, link: url, userId: id };
}

/** An answer to a fresh challenge for a member. */
async function answered(person: Person) {
  const { recipient } = person;
  const { json } = await person.post('/sessions/challenge', { recipient });
  const answer = sha256(await decryptWith(person.identity, json.challenge));
  return () => person.post('/sessions', { recipient, answer });
}

type Uses = () => Promise<{ status: number }>;

/**
 * What expires, by the column that says when: makes something that a request can be made with. It works while the column
 * is a minute ahead of the clock (`works`), and is refused with a status once it is behind it.
 */
const EXPIRING: Record<string, { make: () => Promise<{ use: Uses; where: string; values: unknown[] }>; late: number }> =
  {
    'scim_keys.expiresAt': { make: scimKey, late: 401 },
    'scim_keys.retiresAt': { make: scimKey, late: 401 },
    'application_keys.expiresAt': {
      make: async () => {
        const application = await Application.of(muster, organizationId);
        return { use: () => application.ask(), where: 'id = ?', values: [application.keyId] };
      },
      late: 401,
    },
    'admin_tokens.expiresAt': {
      make: async () => {
        const admin = await Admin.of(muster, organizationId);
        const { json } = await admin.post('/me/tokens', { label: 'Late' });
        const script = new Admin(muster.url);
        script.token = json.token;
        return { use: () => script.get('/organizations'), where: 'id = ?', values: [json.id] };
      },
      late: 401,
    },
    'admin_sessions.stepUpUntil': {
      make: async () => {
        const admin = await Admin.of(muster, organizationId);
        const [row] = await sessionsOf(admin);
        return { use: () => admin.post('/me/tokens', { label: 'Fresh' }), where: 'id = ?', values: [row!.id] };
      },
      late: 403,
    },
    'admins.invitationExpiresAt': {
      make: async () => {
        const { email, welcome } = await invitedAdmin();
        return { use: welcome, where: 'email = ?', values: [email] };
      },
      late: 410,
    },
    'admin_challenges.expiresAt': {
      make: async () => {
        const admin = await Admin.of(muster, organizationId);
        const phone = new Authenticator('https://muster.example');
        const { json: options } = await admin.post('/me/passkeys/options');
        const response = phone.make(options);
        const use = () => admin.post('/me/passkeys', { label: 'Phone', response });
        return { use, where: 'hash = ?', values: [sha256(options.challenge)] };
      },
      late: 400,
    },
    'sessions.expiresAt': {
      make: async () => {
        const { id, person } = await confirmed(muster, company);
        return { use: () => person.get('/me'), where: 'userId = ?', values: [id] };
      },
      late: 401,
    },
    'challenges.expiresAt': {
      make: async () => {
        const { person } = await accepted(muster, company);
        return { use: await answered(person), where: 'recipient = ?', values: [person.recipient] };
      },
      late: 401,
    },
    'key_rotations.expiresAt': {
      make: async () => {
        const { admin } = await newCompany(muster);
        const rotation = await BegunRotation.of(admin);
        await rotation.add(await wrappedForAll(admin));
        return { use: () => rotation.complete(), where: 'id = ?', values: [rotation.id] };
      },
      late: 404,
    },
    'links.expiresAt': { make: () => mailed('invitation'), late: 410 },
  };

async function scimKey() {
  const { id, key } = await muster.newKey(organizationId);
  return { use: () => muster.client(organizationId, key).get('/Users?count=0'), where: 'id = ?', values: [id] };
}

async function mailed(purpose: LinkPurpose) {
  const { person, link: url, userId } = await linkFor(purpose);
  return { use: () => person.open(url), where: 'userId = ? AND purpose = ?', values: [userId, purpose] };
}

async function sessionsOf({ email }: Admin) {
  return muster.rows<{ id: string }>(
    'SELECT s.id FROM admin_sessions s JOIN admins a ON a.id = s.adminId WHERE a.email = ? ORDER BY s.createdAt DESC',
    [email],
  );
}

/** Columns that say until when something counts, and are no expiry of a credential; where they are tested. */
const OTHER: Record<string, string> = {
  'outbox.leasedUntil': 'leases.e2e-spec.ts',
  'webhook_endpoints.previousSecretUntil': 'below',
  'admin_sessions.lastUsedAt': 'below',
  'walks.expiresAt': 'scim/walks',
};

test('Each column that says until when something counts is in this file', () => {
  const named = muster.dataSource.entityMetadatas.flatMap(({ tableName, columns }) =>
    columns
      .map(({ propertyName }) => propertyName)
      .filter((name) => /(expires|retires)At$|Until$/i.test(name))
      .map((name) => `${tableName}.${name}`),
  );
  const known = [...Object.keys(EXPIRING), ...Object.keys(OTHER)];
  expect(named.filter((column) => !known.includes(column))).toEqual([]);
});

describe('What has an end works before it, and not after it', () => {
  test.each(Object.keys(EXPIRING))('%s', async (column) => {
    const { make, late } = EXPIRING[column]!;
    const good = await make();
    await set(column, MINUTE_MS, good.where, good.values);
    expect((await good.use()).status).toBeLessThan(300);
    const old = await make();
    await set(column, -1_000, old.where, old.values);
    expect((await old.use()).status).toBe(late);
  });

  test.each<LinkPurpose>(['sign-in', 'address'])('a link for %s', async (purpose) => {
    const good = await mailed(purpose);
    await set('links.expiresAt', MINUTE_MS, good.where, good.values);
    expect((await good.use()).status).toBe(200);
    const old = await mailed(purpose);
    await set('links.expiresAt', -1_000, old.where, old.values);
    expect(await old.use()).toMatchObject({ status: 410, json: { reason: 'expired' } });
  });

  test('an invitation that expires between being opened and accepted is not accepted', async () => {
    const { person, link: url, userId } = await linkFor('invitation');
    expect((await person.open(url)).status).toBe(200);
    await set('links.expiresAt', -1_000, 'userId = ?', [userId]);
    expect(await person.accept(url)).toMatchObject({ status: 410, json: { reason: 'expired' } });
    expect((await person.get('/me')).status).toBe(401);
  });

  test('the session of an admin: half a day without a request, and seven days with them', async () => {
    const admin = await Admin.of(muster, organizationId);
    const [row] = await sessionsOf(admin);
    const age = (column: string, by: number) => set(`admin_sessions.${column}`, -by, 'id = ?', [row!.id]);
    await age('createdAt', 7 * DAY_MS - MINUTE_MS);
    expect((await admin.get('/session')).status).toBe(200);
    await age('lastUsedAt', DAY_MS / 2 - MINUTE_MS);
    expect((await admin.get('/session')).status).toBe(200);
    await age('createdAt', 7 * DAY_MS + MINUTE_MS);
    expect((await admin.get('/session')).status).toBe(401);
    await age('createdAt', MINUTE_MS);
    await age('lastUsedAt', DAY_MS / 2 + MINUTE_MS);
    expect((await admin.get('/session')).status).toBe(401);
  });

  test('the count of attempts: a quarter of an hour after the first one', async () => {
    const nobody = new Admin(muster.url, 'nobody@acme.example');
    const attempt = async () => (await nobody.signIn('wrong wrong wrong')).status;
    const first = await Promise.all(Array.from({ length: 12 }, attempt));
    expect([first.includes(401), first.includes(429)]).toEqual([true, true]);
    await set('admin_attempts.since', -14 * MINUTE_MS);
    expect(await attempt()).toBe(429);
    await set('admin_attempts.since', -16 * MINUTE_MS);
    expect(await attempt()).toBe(401);
  });

  test('an answer to an Idempotency-Key: a day; one that never came is under way for a minute', async () => {
    const admin = await Admin.of(muster, organizationId);
    const key = `expiry ${Math.random()}`;
    const send = () =>
      admin.send('POST', `/organizations/${organizationId}/keys`, { label: key }, { 'Idempotency-Key': key });
    const first = await send();
    await set('idempotency_keys.startedAt', -DAY_MS + MINUTE_MS);
    expect((await send()).json.id).toBe(first.json.id);
    await set('idempotency_keys.startedAt', -DAY_MS - MINUTE_MS);
    const next = await send();
    expect(next.status).toBe(201);
    expect(next.json.id).not.toBe(first.json.id);
    await muster.rows('UPDATE idempotency_keys SET answer = NULL, startedAt = ?', [Date.now() - 50_000]);
    expect(await send()).toMatchObject({ status: 409, json: { reason: 'in_progress' } });
    await set('idempotency_keys.startedAt', -70_000);
    expect(await send()).toMatchObject({ status: 409, json: { reason: 'outcome_unknown' } });
  });

  test('the secret of a webhook before the present one: as long as it may overlap', async () => {
    const webhooks = muster.app.get(WebhooksService);
    const draft = { label: 'HR', types: null, url: 'https://app.example/hooks' };
    const { endpoint } = await webhooks.create(organizationId, draft, OPERATOR);
    const signing = async () => muster.app.get(WebhookSecrets).signing(await webhooks.get(organizationId, endpoint.id));
    const [before] = await signing();
    await webhooks.rotateSecret(organizationId, endpoint.id, DAY_MS, OPERATOR);
    await set('webhook_endpoints.previousSecretUntil', MINUTE_MS);
    expect(await signing()).toEqual([expect.not.stringMatching(before!), before]);
    await set('webhook_endpoints.previousSecretUntil', -1_000);
    expect(await signing()).toEqual([expect.not.stringMatching(before!)]);
  });
});

describe('What is made lives as long as is said:', () => {
  test('sign-in links a quarter of an hour, invitations as many days as the organization says', async () => {
    await linkFor('sign-in');
    expect(await lifetimeOf('links', 'expiresAt', "purpose = 'sign-in'")).toBe(15 * MINUTE_MS);
    const hasty = await newCompany(muster, { invitationDays: 2 });
    const { id } = await assigned(muster, hasty);
    const lifetime = await lifetimeOf('links', 'expiresAt', 'userId = ?', [id]);
    expect(Math.abs(lifetime - 2 * DAY_MS)).toBeLessThan(MINUTE_MS);
    const { person } = await confirmed(muster, hasty);
    expect((await person.get('/me')).status).toBe(200);
    expect(await lifetimeOf('sessions')).toBe(DAY_MS / 2);
  });

  test('a challenge of a member two minutes, one of a passkey five, an invitation of an admin seven days', async () => {
    const { person } = await accepted(muster, company);
    await person.post('/sessions/challenge', { recipient: person.recipient });
    const left = async (column: string, where = '1 = 1', values: unknown[] = []) => {
      const [table, name] = column.split('.');
      const rows = await muster.rows<{ until: number }>(
        `SELECT MAX(${name}) AS until FROM ${table} WHERE ${where}`,
        values,
      );
      return Number(rows[0]!.until) - Date.now();
    };
    const about = (wanted: number) => [wanted - 30_000, wanted] as const;
    const expectAbout = (found: number, [least, most]: readonly [number, number]) => {
      expect(found).toBeGreaterThan(least);
      expect(found).toBeLessThanOrEqual(most);
    };
    expectAbout(await left('challenges.expiresAt', 'recipient = ?', [person.recipient]), about(2 * MINUTE_MS));
    await new Admin(muster.url).post('/session/passkey/options');
    expectAbout(await left('admin_challenges.expiresAt', 'adminId IS NULL'), about(5 * MINUTE_MS));
    const { email } = await invitedAdmin();
    expectAbout(await left('admins.invitationExpiresAt', 'email = ?', [email]), about(7 * DAY_MS));
    const admin = await Admin.of(muster, organizationId);
    const [row] = await sessionsOf(admin);
    expectAbout(await left('admin_sessions.stepUpUntil', 'id = ?', [row!.id]), about(10 * MINUTE_MS));
    await set('admin_sessions.stepUpUntil', -MINUTE_MS, 'id = ?', [row!.id]);
    expect((await admin.post('/session/step-up', { password: PASSWORD })).status).toBe(200);
    expectAbout(await left('admin_sessions.stepUpUntil', 'id = ?', [row!.id]), about(10 * MINUTE_MS));
    const { json } = await admin.post('/me/tokens', { label: 'Month', expiresInDays: 30 });
    expect(await lifetimeOf('admin_tokens', 'expiresAt', 'id = ?', [json.id])).toBe(30 * DAY_MS);
  });
});
