import { beforeAll, describe, expect, test } from '@jest/globals';
import { firstBrokenEntry } from '../../src/onboarding/keys/key-log.js';
import { withMuster } from '../support/muster.js';
import { accepted, assigned, type Company, confirmed, invitationOf, newCompany } from '../support/organization.js';

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});

const active = (id: string, value: boolean) =>
  company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value }]);
const statusOf = async (id: string) => {
  const { json } = await company.admin.get('/members?limit=500');
  return json.members.find((member: { id: string }) => member.id === id)?.status;
};

describe('From assigned in Okta to working', () => {
  test('the first admin makes the key of the organization and has it at once', async () => {
    expect((await company.admin.get('/me')).json).toMatchObject({ status: 'confirmed', isAdmin: true });
    expect(await company.admin.opensKey()).toBe(true);
  });

  test('a person is invited, accepts, waits, is confirmed, and can open the key', async () => {
    const { id, person, link, address } = await assigned(muster, company);
    expect(await statusOf(id)).toBe('invited');
    const opened = await person.open(await link());
    expect([opened.status, opened.json]).toEqual([
      200,
      expect.objectContaining({
        purpose: 'invitation',
        inviter: null,
        makesOrganizationKey: false,
        person: expect.objectContaining({ id, address }),
        organization: expect.objectContaining({ name: 'Acme', recipient: expect.stringMatching(/^age1/) }),
      }),
    ]);
    expect(await person.accept(await link())).toMatchObject({ status: 201, json: { status: 'accepted' } });
    expect(await person.get('/me')).toMatchObject({ status: 200, json: { status: 'accepted', address } });
    expect(await person.get('/me/key')).toMatchObject({ status: 403, json: { reason: 'not_confirmed' } });
    expect(await company.admin.confirm(id)).toMatchObject({ status: 200, json: { status: 'confirmed' } });
    expect(await person.opensKey()).toBe(true);
  });

  test('deactivated by Okta the key cannot be fetched, reactivated it can, without another handshake', async () => {
    const { id, person } = await confirmed(muster, company);
    expect((await active(id, false)).status).toBe(200);
    for (const path of ['/me', '/me/key', '/key-log'])
      expect(await person.get(path)).toMatchObject({ status: 403, json: { reason: 'revoked' } });
    expect(await person.signIn()).toMatchObject({ status: 403, json: { reason: 'revoked' } });
    expect((await active(id, true)).status).toBe(200);
    await person.signIn();
    expect(await person.opensKey()).toBe(true);
    expect((await company.okta.delete(`/Users/${id}`)).status).toBe(204);
    expect(await person.get('/me/key')).toMatchObject({ status: 401, json: { reason: 'signed_out' } });
  });

  test('each step is an event that names who took it', async () => {
    const { id } = await confirmed(muster, company);
    await active(id, false);
    const events = await muster.rows<{ type: string; actor: string }>(
      'SELECT type, actor FROM events WHERE organizationId = ? AND resourceId = ? ORDER BY sequence',
      [company.okta.organizationId, id],
    );
    expect(events.map(({ type, actor }) => [String(type), JSON.parse(actor)])).toMatchObject([
      ['user.created', { kind: 'key', id: company.okta.keyId }],
      ['user.accepted', { kind: 'member', id }],
      ['user.confirmed', { kind: 'member', id: company.adminId }],
      ['user.deactivated', { kind: 'key', id: company.okta.keyId }],
    ]);
  });

  test('the server keeps no key that it could use', async () => {
    const { person } = await confirmed(muster, company);
    await person.opensKey();
    for (const table of [
      'member_keys',
      'organization_keys',
      'key_log',
      'links',
      'sessions',
      'challenges',
      'outbox',
      'events',
    ])
      for (const row of await muster.rows<object>(`SELECT * FROM ${table}`)) {
        const text = Object.values(row).map(String).join(' ').toUpperCase();
        expect(text).not.toContain('AGE-SECRET-KEY-');
        expect(text).not.toContain(person.passphrase.toUpperCase());
      }
  });
});

describe('Signing in again', () => {
  test('takes the key: a session for whoever can read the challenge, once', async () => {
    const { person } = await confirmed(muster, company);
    await person.send('DELETE', '/sessions/current');
    expect(await person.get('/me')).toMatchObject({ status: 401, json: { reason: 'signed_out' } });
    expect((await person.signIn()).status).toBe(201);
    expect((await person.get('/me')).json.status).toBe('confirmed');
  });

  test('forgets sessions whose cookies no browser has any longer', async () => {
    const { id, person } = await confirmed(muster, company);
    await person.signIn();
    await muster.rows('UPDATE sessions SET createdAt = createdAt - ? WHERE userId = ?', [12 * 3_600_000, id]);
    await person.signIn();
    await person.signIn();
    expect(await muster.rows('SELECT id FROM sessions WHERE userId = ?', [id])).toHaveLength(2);
  });

  test('a challenge says what it is, and its answer works once and for one key', async () => {
    const [one, two] = [await confirmed(muster, company), await confirmed(muster, company)];
    const { recipient } = one.person;
    const { decryptWith } = await import('../../src/onboarding/keys/age.js');
    const { sha256 } = await import('../support/person.js');
    const { json } = await one.person.post('/sessions/challenge', { recipient });
    const text = await decryptWith(one.person.identity, json.challenge);
    const [what, url, organization, nonce] = text.split('\n');
    expect([what, url, organization]).toEqual([
      'muster sign-in v1',
      'https://muster.example',
      company.okta.organizationId,
    ]);
    expect(nonce).toMatch(/^[0-9a-f]{64}$/);
    const answer = sha256(text);
    const post = (body: object) => one.person.post('/sessions', body);
    expect((await post({ recipient: two.person.recipient, answer })).status).toBe(401);
    expect((await post({ recipient, answer: sha256('something else') })).status).toBe(401);
    expect((await post({ recipient, answer })).status).toBe(201);
    expect((await post({ recipient, answer })).status).toBe(401);
  });

  test('a mailed link brings the key under its passphrase, once; nobody learns who is there', async () => {
    const { person, address, id } = await confirmed(muster, company);
    const newest = () =>
      muster.rows<{ id: string }>(
        "SELECT id FROM links WHERE organizationId = ? AND userId = ? AND purpose = 'sign-in' AND usedAt IS NULL AND voidedAt IS NULL",
        [company.okta.organizationId, id],
      );
    expect(await person.post('/sign-in-links', { address: 'nobody@acme.example' })).toEqual({ status: 202, json: {} });
    expect(await person.post('/sign-in-links', { address })).toEqual({ status: 202, json: {} });
    expect(await person.post('/sign-in-links', { address })).toEqual({ status: 202, json: {} });
    const links = await newest();
    expect(links).toHaveLength(1);
    const { LinksService } = await import('../../src/messaging/links/links.service.js');
    const ref = { organizationId: company.okta.organizationId, id: links[0]!.id, purpose: 'sign-in', address } as const;
    const url = await muster.app.get(LinksService).url(ref);
    expect(await person.open(url)).toMatchObject({
      status: 200,
      json: {
        purpose: 'sign-in',
        recipient: person.recipient,
        protectedIdentity: expect.stringContaining('AGE ENCRYPTED'),
      },
    });
    expect(await person.open(url)).toMatchObject({ status: 410, json: { reason: 'used' } });
  });
});

describe('Another key', () => {
  test('has to be confirmed again, and nothing that was wrapped for the old one is left', async () => {
    const { id, person } = await confirmed(muster, company);
    const replaces = person.recipient;
    const change = await person.send('PUT', '/me/key', { ...(await person.newKey()), replaces });
    expect(change).toMatchObject({ status: 200, json: { status: 'accepted' } });
    expect(await person.get('/me/key')).toMatchObject({ status: 403, json: { reason: 'not_confirmed' } });
    expect((await company.admin.confirm(id)).status).toBe(200);
    expect(await person.opensKey()).toBe(true);
  });

  test('is not taken while the organization has no other admin, who could confirm it', async () => {
    const { admin } = company;
    const { recipient, identity } = admin;
    const change = await admin.send('PUT', '/me/key', { ...(await admin.newKey()), replaces: recipient });
    Object.assign(admin, { recipient, identity });
    expect([change.status, change.json.detail]).toEqual([409, expect.stringContaining('last admin')]);
    expect(await admin.opensKey()).toBe(true);
  });

  test('is made after a reset, with a new invitation; the old one opens nothing any more', async () => {
    const { id, person } = await confirmed(muster, company);
    const { admin } = company;
    const old = { cookie: person.cookie, identity: person.identity, recipient: person.recipient };
    expect(await admin.post(`/members/${id}/reset-key`)).toMatchObject({
      status: 200,
      json: { status: 'invited', recipient: null },
    });
    expect(await person.get('/me')).toMatchObject({ status: 401, json: { reason: 'signed_out' } });
    expect((await person.signIn()).status).toBe(401);
    expect(await admin.post(`/members/${id}/reset-key`)).toMatchObject({
      status: 409,
      json: { reason: 'wrong_status', status: 'invited' },
    });
    await person.accept(await invitationOf(muster, company.okta.organizationId, id));
    expect(await person.get('/me/key')).toMatchObject({ status: 403, json: { reason: 'not_confirmed' } });
    expect((await admin.confirm(id)).status).toBe(200);
    expect(await person.opensKey()).toBe(true);
    Object.assign(person, old);
    expect((await person.get('/me')).status).toBe(401);
    expect((await person.signIn()).status).toBe(401);
  });

  test('is not made by a reset of the only admin, whom nobody could confirm', async () => {
    const { status, json } = await company.admin.post(`/members/${company.adminId}/reset-key`);
    expect([status, json.detail]).toEqual([409, expect.stringContaining('last admin')]);
    expect(await company.admin.opensKey()).toBe(true);
  });

  test('that is the key of somebody else is refused', async () => {
    const [one, two] = [await confirmed(muster, company), await assigned(muster, company)];
    const { linkId, token } = (await import('../support/person.js')).partsOf(await two.link());
    const key = { ...(await two.person.newKey()), recipient: one.person.recipient };
    expect(await two.person.post(`/links/${linkId}/accept`, { token, ...key })).toMatchObject({ status: 400 });
    expect(await statusOf(two.id)).toBe('invited');
  });
});

describe('Confirming', () => {
  test('is refused for any recipient but the present one', async () => {
    const { id, person } = await accepted(muster, company);
    const member = (await company.admin.get('/members?status=accepted')).json.members.find(
      (each: { id: string }) => each.id === id,
    );
    const wrapped = await company.admin.wrapFor(member);
    await person.send('PUT', '/me/key', { ...(await person.newKey()), replaces: member.recipient });
    expect(await company.admin.post(`/members/${id}/confirm`, wrapped)).toMatchObject({
      status: 409,
      json: { reason: 'key_changed' },
    });
    expect(await statusOf(id)).toBe('accepted');
  });

  test.each<[string, (id: string) => Promise<unknown>, string]>([
    ['revoked', (id) => active(id, false), 'revoked'],
    ['confirmed already', (id) => company.admin.confirm(id), 'confirmed'],
  ])('is refused for somebody %s', async (_what, before, status) => {
    const { id } = await accepted(muster, company);
    const { json } = await company.admin.get('/members?status=accepted');
    const wrapped = await company.admin.wrapFor(json.members.find((each: { id: string }) => each.id === id));
    await before(id);
    expect(await company.admin.post(`/members/${id}/confirm`, wrapped)).toMatchObject({
      status: 409,
      json: { reason: 'wrong_status', status },
    });
  });

  test('is for confirmed admins alone, as all that admins do', async () => {
    const [{ person }, other] = [await confirmed(muster, company), await accepted(muster, company)];
    const requests: [string, string][] = [
      ['GET', '/members'],
      ['POST', `/members/${other.id}/confirm`],
      ['POST', `/members/${other.id}/resend`],
      ['POST', `/members/${other.id}/reset-key`],
      ['POST', `/members/${other.id}/revoke`],
      ['POST', `/members/${other.id}/restore`],
      ['DELETE', `/members/${other.id}`],
      ['POST', '/key-rotations'],
      ['POST', `/key-rotations/${other.id}/keys`],
      ['POST', `/key-rotations/${other.id}/completion`],
    ];
    for (const [method, path] of requests) {
      expect([path, (await person.send(method, path)).json.reason]).toEqual([path, 'not_admin']);
      expect([path, (await other.person.send(method, path)).json.reason]).toEqual([path, 'not_confirmed']);
    }
    expect(await statusOf(other.id)).toBe('accepted');
  });
});

describe("The organization's key changed", () => {
  test('for every confirmed member at once, or not at all', async () => {
    const own = await newCompany(muster);
    const [member, gone] = [await confirmed(muster, own), await confirmed(muster, own)];
    await own.okta.patch(`/Users/${gone.id}`, [{ op: 'replace', path: 'active', value: false }]);
    const { admin } = own;
    const { json } = await admin.get('/members?status=confirmed');
    const { organizationKey } = (await new (admin.constructor as typeof import('../support/person.js').Person)(
      muster.url,
      own.okta.organizationId,
    ).newKey(true)) as { organizationKey: { recipient: string } };
    const wrappedKeys = await Promise.all(
      json.members.map(async (each: { id: string; recipient: string; recipientHash: string }) => {
        const { recipientHash, wrappedKey } = await admin.wrapFor(each, 2);
        return { id: each.id, recipientHash, wrappedKey };
      }),
    );
    const rotate = (list: unknown[], keyVersion = 2) =>
      admin.post('/key-rotations', { recipient: organizationKey.recipient, keyVersion, wrappedKeys: list });
    expect(await rotate(wrappedKeys.slice(1))).toMatchObject({
      status: 409,
      json: { reason: 'incomplete', missing: [json.members[0].id], others: [] },
    });
    const extra = { ...(wrappedKeys[0] as object), id: gone.id };
    expect(await rotate([...wrappedKeys, extra])).toMatchObject({ status: 409, json: { others: [gone.id] } });
    expect(await rotate([...wrappedKeys, wrappedKeys[0]])).toMatchObject({
      status: 409,
      json: { reason: 'incomplete' },
    });
    expect(await rotate(wrappedKeys, 3)).toMatchObject({ status: 409, json: { reason: 'key_rotated' } });
    expect((await member.person.get('/me/key')).json.keyVersion).toBe(1);
    expect(await rotate(wrappedKeys)).toMatchObject({ status: 200, json: { keyVersion: 2 } });
    expect((await member.person.get('/me/key')).json).toMatchObject({
      keyVersion: 2,
      organizationRecipient: organizationKey.recipient,
    });
    await own.okta.patch(`/Users/${gone.id}`, [{ op: 'replace', path: 'active', value: true }]);
    await gone.person.signIn();
    expect(await gone.person.get('/me/key')).toMatchObject({ status: 403, json: { reason: 'not_confirmed' } });
  });

  test('is written in a log whose entries hang together', async () => {
    const { organizationId } = company.okta;
    const { entries, isEnd } = (await company.admin.get('/key-log')).json;
    expect([isEnd, entries.length > 5, firstBrokenEntry(organizationId, entries)]).toEqual([true, true, undefined]);
    expect(entries.slice(0, 3).map(({ kind }: { kind: string }) => kind)).toEqual([
      'member_key.set',
      'organization_key.created',
      'member_key.wrapped',
    ]);
    const changed = entries.map((entry: object, index: number) => (index === 1 ? { ...entry, keyVersion: 2 } : entry));
    expect(firstBrokenEntry(organizationId, changed)).toBe(2);
    expect(firstBrokenEntry(organizationId, entries.toSpliced(3, 1))).toBe(5);
  });
});
