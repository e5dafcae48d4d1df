import { beforeAll, describe, expect, test } from '@jest/globals';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import type { Problem } from '../../src/platform/http/problem.js';
import { decryptWith } from '../../src/onboarding/keys/age.js';
import { LinksService } from '../../src/messaging/links/links.service.js';
import type { LinkPurpose } from '../../src/messaging/links/link.entity.js';
import { AcceptanceService } from '../../src/onboarding/acceptance.service.js';
import { AddressService } from '../../src/onboarding/address.service.js';
import { SignInService } from '../../src/onboarding/sign-in.service.js';
import { withMuster } from '../support/muster.js';
import { accepted, assigned, type Company, confirmed, newCompany } from '../support/organization.js';
import { partsOf, type Person, sha256 } from '../support/person.js';
import type { AnyJson } from '../support/scim-client.js';

const muster = withMuster();
let company: Company;
let organizationId: string;
beforeAll(async () => {
  company = await newCompany(muster);
  ({ organizationId } = company.okta);
});

const setActive = (id: string, value: boolean, okta = company.okta) =>
  okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value }]);
const memberOf = async (id: string, by = company.admin) =>
  (await by.get('/members')).json.members.find((each: AnyJson) => each.id === id);
const openLinks = (userId: string, purpose: LinkPurpose) =>
  muster.rows<{ id: string; address: string }>(
    'SELECT id, address FROM links WHERE userId = ? AND purpose = ? AND usedAt IS NULL AND voidedAt IS NULL ORDER BY id',
    [userId, purpose],
  );
const urlOf = (purpose: LinkPurpose, { id, address }: { id: string; address: string }) =>
  muster.app.get(LinksService).url({ organizationId, id, purpose, address });
const otherIdentity = async () => identityToRecipient(await generateIdentity());
/** Lets a minute pass, after which another sign-in mail may go out. */
const aMinuteLater = (userId: string) =>
  muster.rows('UPDATE links SET createdAt = createdAt - 61000 WHERE userId = ?', [userId]);
const keyLogOf = (userId: string) =>
  muster.rows<{ kind: string; keyVersion: number | null }>(
    'SELECT kind, keyVersion FROM key_log WHERE userId = ? ORDER BY sequence',
    [userId],
  );

/** Wraps a new key of the organization for everybody who is confirmed. */
async function rotated(own: Company, keyVersion: number) {
  const { members } = (await own.admin.get('/members?status=confirmed')).json;
  const wrappedKeys = await Promise.all(
    members.map(async (each: AnyJson) => {
      const { recipientHash, wrappedKey } = await own.admin.wrapFor(each, keyVersion);
      return { id: each.id, recipientHash, wrappedKey };
    }),
  );
  return { recipient: await otherIdentity(), keyVersion, wrappedKeys };
}

describe('After the key of the organization was rotated', () => {
  test('nobody is confirmed with the version before, and whoever waits is with the new one', async () => {
    const own = await newCompany(muster);
    const { id, person } = await accepted(muster, own);
    const old = await own.admin.wrapFor(await memberOf(id, own.admin), 1);
    expect((await own.admin.post('/key-rotations', await rotated(own, 2))).status).toBe(200);
    for (const keyVersion of [1, 0, 3, 99])
      expect(await own.admin.post(`/members/${id}/confirm`, { ...old, keyVersion })).toMatchObject({
        status: expect.any(Number),
        json: { reason: expect.stringMatching(/^(key_rotated|invalid)$/) },
      });
    expect(await own.admin.post(`/members/${id}/confirm`, old)).toMatchObject({
      status: 409,
      json: { reason: 'key_rotated' },
    });
    expect(await memberOf(id, own.admin)).toMatchObject({ status: 'accepted' });
    expect((await person.get('/me/key')).status).toBe(403);
    const wrapped = await own.admin.wrapFor(await memberOf(id, own.admin), 2);
    expect((await own.admin.post(`/members/${id}/confirm`, wrapped)).status).toBe(200);
    expect(
      (await keyLogOf(id)).map(({ kind, keyVersion }) => [String(kind), keyVersion && Number(keyVersion)]),
    ).toEqual([
      ['member_key.set', null],
      ['member_key.wrapped', 2],
    ]);
  });

  test('a rotation for a version that is not the next changes nothing', async () => {
    const own = await newCompany(muster);
    for (const version of [3, 99]) {
      const { status, json } = await own.admin.post('/key-rotations', {
        ...(await rotated(own, 2)),
        keyVersion: version,
      });
      expect([status, json.reason]).toEqual([409, 'key_rotated']);
    }
    expect((await own.admin.get('/me/key')).json.keyVersion).toBe(1);
  });

  test('a rotation with the recipient that a member had before changes nothing for anybody', async () => {
    const own = await newCompany(muster);
    const { id } = await confirmed(muster, own);
    const rotation = await rotated(own, 2);
    const wrappedKeys = rotation.wrappedKeys.map((each: AnyJson) =>
      each.id === id ? { ...each, recipientHash: sha256('another') } : each,
    );
    expect(await own.admin.post('/key-rotations', { ...rotation, wrappedKeys })).toMatchObject({
      status: 409,
      json: { reason: 'key_changed', id },
    });
    expect((await own.admin.get('/me/key')).json.keyVersion).toBe(1);
    expect(
      await muster.rows('SELECT version FROM organization_keys WHERE organizationId = ?', [own.okta.organizationId]),
    ).toHaveLength(1);
  });

  test('who was revoked meanwhile has no wrapped key left, and waits to be confirmed again', async () => {
    const own = await newCompany(muster);
    const { id, person } = await confirmed(muster, own);
    await setActive(id, false, own.okta);
    expect((await own.admin.post('/key-rotations', await rotated(own, 2))).status).toBe(200);
    const rows = await muster.rows('SELECT wrappedKey, keyVersion FROM member_keys WHERE userId = ?', [id]);
    expect(rows).toEqual([{ wrappedKey: null, keyVersion: null }]);
    await setActive(id, true, own.okta);
    expect(await memberOf(id, own.admin)).toMatchObject({ status: 'accepted' });
    await person.signIn();
    expect(await person.get('/me/key')).toMatchObject({ status: 403, json: { reason: 'not_confirmed' } });
  });
});

describe('Another key of a person', () => {
  test('is taken only in place of the present one, and is in the key log', async () => {
    const { id, person } = await confirmed(muster, company);
    const first = person.recipient;
    const stranger = await otherIdentity();
    expect(await person.send('PUT', '/me/key', { ...(await person.newKey()), replaces: stranger })).toMatchObject({
      status: 409,
      json: { reason: 'key_changed' },
    });
    expect((await memberOf(id)).recipient).toBe(first);
    expect((await person.send('PUT', '/me/key', { ...(await person.newKey()), replaces: first })).status).toBe(200);
    expect((await keyLogOf(id)).map(({ kind }) => String(kind))).toEqual([
      'member_key.set',
      'member_key.wrapped',
      'member_key.set',
    ]);
    expect(await person.send('PUT', '/me/key', { ...(await person.newKey()), replaces: first })).toMatchObject({
      status: 409,
    });
  });

  test('ends the sessions of other browsers, and not the one that it is made in', async () => {
    const { person } = await confirmed(muster, company);
    const elsewhere = person.cookie;
    expect((await person.signIn()).status).toBe(201);
    const here = person.cookie;
    const replaces = person.recipient;
    expect((await person.send('PUT', '/me/key', { ...(await person.newKey()), replaces })).status).toBe(200);
    person.cookie = elsewhere;
    expect((await person.get('/me')).status).toBe(401);
    person.cookie = here;
    expect((await person.get('/me')).status).toBe(200);
  });

  test('under another passphrase keeps everything else: the sessions, the status and what is wrapped', async () => {
    const { person } = await confirmed(muster, company);
    const elsewhere = person.cookie;
    await person.signIn();
    const { identity, recipient } = person;
    const { protectedIdentity } = await person.newKey();
    Object.assign(person, { identity, recipient });
    expect((await person.send('PUT', '/me/key', { recipient, protectedIdentity, replaces: recipient })).status).toBe(
      200,
    );
    person.cookie = elsewhere;
    expect((await person.get('/me')).json.status).toBe('confirmed');
    expect((await person.get('/me/key')).json.protectedIdentity).toBe(protectedIdentity);
  });

  test('that somebody else has is refused in a change and in an acceptance', async () => {
    const [one, other] = [await confirmed(muster, company), await assigned(muster, company)];
    const { recipient } = one.person;
    const link = await other.link();
    const { linkId, token } = partsOf(link);
    const key = await other.person.newKey();
    expect((await other.person.post(`/links/${linkId}/accept`, { token, ...key, recipient })).status).toBe(400);
    expect((await other.person.accept(link)).status).toBe(201);
    const change = { ...key, recipient, replaces: other.person.recipient };
    expect((await other.person.send('PUT', '/me/key', change)).status).toBe(400);
    expect((await memberOf(one.id)).recipient).toBe(recipient);
  });

  test('after a reset ends every session, and the one before signs in no more', async () => {
    const { id, person } = await confirmed(muster, company);
    expect((await company.admin.post(`/members/${id}/reset-key`)).status).toBe(200);
    expect((await person.get('/me')).status).toBe(401);
    expect((await person.signIn()).status).toBe(401);
  });
});

describe('A link opens what it is for, and nothing else:', () => {
  /** What each route makes of links of the other purposes. */
  async function links() {
    const invited = await assigned(muster, company);
    const { id, person, address } = await confirmed(muster, company);
    await person.post('/sign-in-links', { address });
    const moved = `moved-${address}`;
    await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails[type eq "work"].value', value: moved }]);
    const [signIn] = await openLinks(id, 'sign-in');
    const [proof] = await openLinks(id, 'address');
    return {
      person,
      invitation: await invited.link(),
      'sign-in': await urlOf('sign-in', signIn!),
      address: await urlOf('address', proof!),
    };
  }

  test('only an invitation is accepted', async () => {
    const { person, ...all } = await links();
    for (const purpose of ['sign-in', 'address'] as const) {
      const answer = await accept(person, all[purpose]);
      expect([purpose, answer.status, answer.json.reason]).toEqual([purpose, 404, 'unknown']);
      expect((await person.open(all[purpose])).status).toBe(200);
    }
  });

  const accept = async (person: Person, link: string) => {
    const { linkId, token } = partsOf(link);
    return person.post(`/links/${linkId}/accept`, { token, ...(await person.newKey()) });
  };

  test('the token of one, at the id of another, is unknown', async () => {
    const { person, ...all } = await links();
    const purposes = Object.keys(all) as LinkPurpose[];
    for (const purpose of purposes)
      for (const other of purposes.filter((each) => each !== purpose)) {
        const { linkId } = partsOf(all[purpose]);
        const { token } = partsOf(all[other]);
        expect((await person.post(`/links/${linkId}/open`, { token })).status).toBe(404);
      }
    for (const purpose of purposes) expect((await person.open(all[purpose])).status).toBe(200);
  });

  test('whatever it is sent to', async () => {
    const { person: _, ...all } = await links();
    const opens = {
      invitation: (linkId: string, token: string) =>
        muster.app.get(AcceptanceService).open(organizationId, linkId, token),
      'sign-in': (linkId: string, token: string) => muster.app.get(SignInService).open(organizationId, linkId, token),
      address: (linkId: string, token: string) => muster.app.get(AddressService).prove(organizationId, linkId, token),
    };
    for (const [purpose, open] of Object.entries(opens))
      for (const [other, link] of Object.entries(all).filter(([each]) => each !== purpose)) {
        const { linkId, token } = partsOf(link);
        const outcome = await open(linkId, token).catch(({ reason }: Problem) => reason);
        expect([purpose, other, outcome]).toEqual([purpose, other, 'unknown']);
      }
  });

  test('each once: the second time it was used', async () => {
    const { person, invitation, ...others } = await links();
    expect((await person.accept(invitation)).status).toBe(201);
    expect(await person.accept(invitation)).toMatchObject({ status: 410, json: { reason: 'used' } });
    for (const link of Object.values(others)) {
      expect((await person.open(link)).status).toBe(200);
      expect(await person.open(link)).toMatchObject({ status: 410, json: { reason: 'used' } });
    }
  });

  test('a newer sign-in link replaces the one before, a minute later at the earliest', async () => {
    const { id, person, address } = await confirmed(muster, company);
    for (let time = 0; time < 3; time += 1) await person.post('/sign-in-links', { address });
    const [first] = await openLinks(id, 'sign-in');
    expect(await muster.rows("SELECT id FROM links WHERE userId = ? AND purpose = 'sign-in'", [id])).toEqual([
      { id: first!.id },
    ]);
    await aMinuteLater(id);
    await person.post('/sign-in-links', { address });
    expect(await person.open(await urlOf('sign-in', first!))).toMatchObject({
      status: 410,
      json: { reason: 'replaced' },
    });
    const [second] = await openLinks(id, 'sign-in');
    expect((await person.open(await urlOf('sign-in', second!))).status).toBe(200);
  });
});

describe('Nobody who is revoked', () => {
  test('accepts, is sent a sign-in link, or proves an address', async () => {
    const invited = await assigned(muster, company);
    const link = await invited.link();
    await setActive(invited.id, false);
    expect((await invited.person.accept(link)).status).toBe(410);

    const { id, person, address } = await confirmed(muster, company);
    await setActive(id, false);
    await person.post('/sign-in-links', { address });
    expect(await openLinks(id, 'sign-in')).toEqual([]);
  });

  test('signs in with the key: the challenge is answered, and the session refused', async () => {
    const { id, person } = await confirmed(muster, company);
    await setActive(id, false);
    const { recipient } = person;
    const { json } = await person.post('/sessions/challenge', { recipient });
    const answer = sha256(await decryptWith(person.identity, json.challenge));
    const { status } = await person.post('/sessions', { recipient, answer });
    expect([401, 403]).toContain(status);
    expect((await person.get('/me')).status).not.toBe(200);
  });

  test('who has not accepted is sent no sign-in link either', async () => {
    const { id, person, address } = await assigned(muster, company);
    expect((await person.post('/sign-in-links', { address })).status).toBe(202);
    expect(await openLinks(id, 'sign-in')).toEqual([]);
  });
});

test('An answer to the challenge of one recipient signs in with no other, and once', async () => {
  const [one, two] = [await confirmed(muster, company), await confirmed(muster, company)];
  const { recipient } = one.person;
  const { json } = await one.person.post('/sessions/challenge', { recipient });
  const answer = sha256(await decryptWith(one.person.identity, json.challenge));
  expect((await two.person.post('/sessions', { recipient: two.person.recipient, answer })).status).toBe(401);
  expect((await one.person.post('/sessions', { recipient, answer })).status).toBe(201);
  expect((await one.person.post('/sessions', { recipient, answer })).status).toBe(401);
});
