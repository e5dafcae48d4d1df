import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { AdminGuard } from '../../src/access/admin.guard.js';
import { MemberGuard } from '../../src/access/member.guard.js';
import { recipientHashOf } from '../../src/onboarding/keys/key-pair.js';
import { Admin, PASSWORD } from '../support/admin.js';
import { Authenticator } from '../support/authenticator.js';
import { DECISIONS, FRESH, O } from '../support/fresh-proofs.js';
import { withMuster } from '../support/muster.js';
import { accepted, type Company, confirmed, newCompany } from '../support/organization.js';
import { Person } from '../support/person.js';
import { ALLOWED } from '../support/webhook-scene.js';

const WEBHOOK_URL = 'http://127.0.0.1:9/events';

const muster = withMuster(ALLOWED);
let company: Company;
let operator: Admin;
beforeEach(async () => {
  company = await newCompany(muster);
  operator = await Admin.of(muster, null);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** What is sent: the values of the path in their order, and a body. */
interface Change {
  readonly ids?: readonly string[];
  readonly body?: object;
  /** Whose organization it is about; the operator's account sends it where there is none. */
  readonly by?: Person;
}
const at = (path: string) => `/organizations/${company.okta.organizationId}${path}`;
const made = async (path: string, body: object) => {
  const { status, json } = await operator.post(path, body);
  expect([path, status]).toEqual([path, 201]);
  return (json.id ?? json.webhook?.id ?? json.admin?.id) as string;
};
const webhook = () => made(at('/webhooks'), { url: WEBHOOK_URL, label: 'HR' });
const phone = new Authenticator('https://muster.example');
const passkey = async () => ({
  label: 'Phone',
  response: phone.make((await operator.post('/me/passkeys/options')).json),
});
const newAdmin = () => ({ email: `${uuid()}@acme.example`, name: 'Ada', organizationId: null });
const member = async () => (await confirmed(muster, company)).id;
/** Somebody whose removal is held. */
async function held(): Promise<string> {
  await operator.send('PATCH', at(''), { settings: { breakerMode: 'hold', breakerPeople: 1, breakerPercent: null } });
  const ids = [await member(), await member(), await member()];
  for (const id of ids) await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
  const { removals } = (await operator.get(at('/breaker/held'))).json;
  return removals[0].userId as string;
}

/** A new key of the organization, wrapped for its only confirmed member. */
async function rotation() {
  const { recipient } = company.admin;
  const wrapped = await company.admin.wrapFor({ recipient, recipientHash: recipientHashOf(recipient) }, 2);
  const { recipientHash, wrappedKey } = wrapped;
  const { recipient: other } = await new Person('', '').newKey();
  const newKey = { recipient: other, keyVersion: 2 };
  return { newKey, wrappedKeys: [{ id: company.adminId, recipientHash, wrappedKey }] };
}

/** A valid request for each route that asks for a fresh proof. */
const CHANGES: Readonly<Record<string, () => Promise<Change>>> = {
  'PUT /me/password': async () => ({ body: { password: PASSWORD } }),
  'POST /me/tokens': async () => ({ body: { label: 'Script' } }),
  'DELETE /me/tokens/:id': async () => ({ ids: [await made('/me/tokens', { label: 'Script' })] }),
  'POST /me/passkeys/options': async () => ({}),
  'POST /me/passkeys': async () => ({ body: await passkey() }),
  'DELETE /me/passkeys/:id': async () => ({ ids: [await made('/me/passkeys', await passkey())] }),
  'POST /admins': async () => ({ body: newAdmin() }),
  'DELETE /admins/:id': async () => ({ ids: [await made('/admins', newAdmin())] }),
  [`PATCH ${O}`]: async () => ({ body: { name: 'Other', scimEnabled: false, settings: { breakerMode: 'off' } } }),
  [`POST ${O}/keys`]: async () => ({}),
  [`POST ${O}/keys/:id/retire`]: async () => ({ ids: [await made(at('/keys'), {})] }),
  [`POST ${O}/keys/:id/revoke`]: async () => ({ ids: [await made(at('/keys'), {})] }),
  [`POST ${O}/connection-test`]: async () => ({}),
  [`POST ${O}/application-keys`]: async () => ({}),
  [`POST ${O}/application-keys/:id/revoke`]: async () => ({ ids: [await made(at('/application-keys'), {})] }),
  [`POST ${O}/webhooks`]: async () => ({ body: { url: WEBHOOK_URL, label: 'HR' } }),
  [`PATCH ${O}/webhooks/:id`]: async () => ({ ids: [await webhook()], body: { label: 'Other' } }),
  [`DELETE ${O}/webhooks/:id`]: async () => ({ ids: [await webhook()] }),
  [`POST ${O}/webhooks/:id/rotate-secret`]: async () => ({ ids: [await webhook()] }),
  [`POST ${O}/webhooks/:id/disable`]: async () => ({ ids: [await webhook()] }),
  [`POST ${O}/webhooks/:id/enable`]: async () => {
    const id = await webhook();
    await operator.post(at(`/webhooks/${id}/disable`));
    return { ids: [id] };
  },
  [`POST ${O}/breaker/release`]: async () => ({ body: { ids: [await held()] } }),
  [`POST ${O}/breaker/discard`]: async () => ({ body: { ids: [await held()] } }),
  [`POST ${O}/adoptions/approve`]: async () => ({ body: { ids: [company.adminId] } }),
  [`POST ${O}/adoptions/refuse`]: async () => ({ body: { ids: [company.adminId] } }),
  [`POST ${O}/member-actions`]: async () => ({ body: { action: 'revoke', ids: [await member()] } }),
  [`POST ${O}/members/:id/reset-key`]: async () => ({ ids: [await member()] }),
  [`DELETE ${O}/members/:id/admin`]: async () => {
    const id = await member();
    await muster.rows('UPDATE users SET isAdmin = 1 WHERE id = ?', [id]);
    return { ids: [id] };
  },
  [`POST ${O}/members/:id/confirm`]: async () => {
    const { id, person } = await accepted(muster, company);
    const { recipient } = person;
    const body = await company.admin.wrapFor({ recipient, recipientHash: recipientHashOf(recipient) });
    return { ids: [id], body, by: company.admin };
  },
  [`POST ${O}/key-rotations`]: async () => {
    const { newKey, wrappedKeys } = await rotation();
    return { body: { ...newKey, wrappedKeys }, by: company.admin };
  },
  [`POST ${O}/key-rotations/:id/completion`]: async () => {
    const { newKey, wrappedKeys } = await rotation();
    const { id } = (await company.admin.post('/key-rotations', newKey)).json;
    expect((await company.admin.post(`/key-rotations/${id}/keys`, { wrappedKeys })).status).toBe(204);
    return { ids: [id], by: company.admin };
  },
  [`PUT ${O}/me/key`]: async () => {
    const { person } = await accepted(muster, company);
    const { recipient: replaces } = person;
    return { body: { ...(await person.newKey()), replaces }, by: person };
  },
};

const filled = (path: string, ids: readonly string[] = []) => {
  const values = [...ids];
  return path.replace(/:\w+/g, () => values.shift()!);
};
/** What the worker that delivers does not change. */
const WEBHOOKS = 'SELECT id, label, url, types, isEnabled, secretVersion FROM webhook_endpoints';
const TABLES = ['organizations', 'scim_keys', 'users', 'application_keys', 'admins', 'events']
  .concat(['member_keys', 'organization_keys', 'key_log', 'held_removals', 'adoptions', 'admin_tokens', 'links'])
  .concat(['admin_passkeys']);
async function databaseText(name: string): Promise<string> {
  // The answer to a challenge counts once, also where it was to no avail.
  const tables = name === 'POST /me/passkeys' ? TABLES : [...TABLES, 'admin_challenges'];
  const statements = [WEBHOOKS, ...tables.map((table) => `SELECT * FROM ${table}`)];
  const kept = await Promise.all(statements.map((each) => muster.rows<object>(each)));
  return JSON.stringify(kept).replace(/"lastUsedAt":\w+/g, '');
}

async function prepared(name: string) {
  const { ids = [], body, by } = await CHANGES[name]!();
  const [method, path] = name.split(' ') as [string, string];
  const ofOrganization = path.startsWith(O);
  const whole = filled(path, ofOrganization ? [company.okta.organizationId, ...ids] : ids);
  const sender = by ?? operator;
  return () => sender.send(method, by ? whole.slice(filled(O, [company.okta.organizationId]).length) : whole, body);
}

/** Does something when a guard has let the next request in, and before anything is made of it. */
function onceLetIn(meanwhile: () => Promise<unknown>): void {
  for (const guard of [AdminGuard, MemberGuard]) {
    const { canActivate } = guard.prototype;
    jest.spyOn(guard.prototype, 'canActivate').mockImplementationOnce(async function (this: never, context) {
      const isLetIn = await canActivate.call(this, context);
      await meanwhile();
      return isLetIn;
    });
  }
}
const ENDINGS: Readonly<Record<string, [() => Promise<unknown>, string]>> = {
  'whose session has ended': [
    async () => {
      await muster.rows('DELETE FROM admin_sessions');
      await muster.rows('UPDATE sessions SET expiresAt = 0');
    },
    'signed_out',
  ],
  'whose proof has become too old': [
    async () => {
      await muster.rows('UPDATE admin_sessions SET stepUpUntil = 1');
      await muster.rows('UPDATE sessions SET createdAt = createdAt - 700000');
    },
    'step_up_needed',
  ],
};
const fresh = Object.keys(DECISIONS).filter((name) => DECISIONS[name] === FRESH);

describe('A change that asks for a fresh proof', () => {
  test('has a valid request here for each route', () => {
    expect(Object.keys(CHANGES).toSorted()).toEqual(fresh.toSorted());
  });

  test.each(fresh)('is made by a session that stands: %s', async (name) => {
    const send = await prepared(name);
    const before = await databaseText(name);
    const { status, json } = await send();
    expect([200, 201, 204]).toContain(status);
    for (const { ok } of json?.results ?? []) expect(ok).toBe(true);
    expect(await databaseText(name)).not.toBe(before);
  });

  describe.each(Object.keys(ENDINGS))('is not made by somebody %s since the guard let the request in:', (what) => {
    const [end, reason] = ENDINGS[what]!;
    test.each(fresh)('%s', async (name) => {
      const send = await prepared(name);
      const before = await databaseText(name);
      onceLetIn(end);
      const { json } = await send();
      const results = json.results ?? json.failed ?? [json];
      expect(results).not.toEqual([]);
      for (const each of results) expect(each.reason).toBe(reason);
      expect(await databaseText(name)).toBe(before);
    });
  });

  test.each(['DELETE FROM admin_tokens', 'UPDATE admin_tokens SET expiresAt = 1'])(
    'is not made by a token that has ended since the guard let the request in: %s',
    async (end) => {
      const { json: created } = await operator.post('/me/tokens', {
        label: 'CI',
        scope: 'sensitive',
        expiresInDays: 1,
      });
      const script = new Admin(muster.url);
      script.token = created.token;
      const settings = { auditRetentionDays: 400 };
      expect((await script.send('PATCH', at(''), { settings })).status).toBe(200);
      onceLetIn(() => muster.rows(end));
      const { status, json } = await script.send('PATCH', at(''), { settings: { auditRetentionDays: 500 } });
      expect([status, json.reason]).toEqual([401, 'signed_out']);
      expect((await operator.get(at(''))).json.settings).toMatchObject(settings);
    },
  );

  test('is not made by a member who has stopped being an admin since the guard let the request in', async () => {
    await muster.rows('UPDATE users SET isAdmin = 1 WHERE id = ?', [await member()]);
    onceLetIn(() => muster.rows('UPDATE users SET isAdmin = 0 WHERE id = ?', [company.adminId]));
    const { status, json } = await company.admin.send('PATCH', '', { settings: { auditRetentionDays: 400 } });
    expect([status, json.reason]).toEqual([403, 'not_admin']);
    expect((await operator.get(at(''))).json.settings.auditRetentionDays).toBeNull();
  });
});

describe('Somebody who is not the last', () => {
  test('removes the own account, which ends the own session', async () => {
    const other = await Admin.of(muster, null);
    const { id } = (await other.get('/session')).json.admin;
    expect((await other.send('DELETE', `/admins/${id}`)).status).toBe(204);
    expect((await other.get('/session')).status).toBe(401);
    expect((await operator.get('/session')).status).toBe(200);
  });

  test.each([
    ['takes away the own access', 'POST', '/revoke'],
    ['resets the own key', 'POST', '/reset-key'],
    ['takes away the own role', 'DELETE', '/admin'],
    ['leaves the organization', 'DELETE', ''],
  ])('%s', async (_, method, action) => {
    await muster.rows('UPDATE users SET isAdmin = 1 WHERE id = ?', [await member()]);
    const { status, json } = await company.admin.send(method, `/members/${company.adminId}${action}`, {});
    expect([status < 300, json?.reason]).toEqual([true, undefined]);
    expect((await company.admin.send('PATCH', '', { settings: {} })).status).toBeGreaterThanOrEqual(401);
  });
});
