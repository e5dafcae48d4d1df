import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { decryptWith } from '../../src/onboarding/keys/age.js';
import { KeysRepository } from '../../src/onboarding/keys/keys.repository.js';
import { LinksService } from '../../src/messaging/links/links.service.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { UsersRepository } from '../../src/users/users.repository.js';
import { withMuster } from '../support/muster.js';
import { accepted, assigned, type Company, newCompany } from '../support/organization.js';
import { type ApiAnswer, sha256 } from '../support/person.js';
import { BegunRotation, wrappedForAll } from '../support/rotations.js';

const ROUNDS = 8;

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});

const deactivate = (id: string) =>
  company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
const viewOf = (id: string) => muster.app.get(MembersService).get(company.okta.organizationId, id);
const wrappedFor = async (id: string) => {
  const { json } = await company.admin.get('/members?status=accepted&limit=500');
  return company.admin.wrapFor(json.members.find((member: { id: string }) => member.id === id));
};
/** How often each outcome came, over some rounds. */
const rounds = async <T>(work: () => Promise<T>) => {
  const outcomes: T[] = [];
  for (let round = 0; round < ROUNDS; round += 1) outcomes.push(await work());
  return outcomes;
};

describe('At the same time', () => {
  test('deactivated and accepting: revoked wins, and nothing can be fetched', async () => {
    await rounds(async () => {
      const { id, person, link } = await assigned(muster, company);
      const url = await link();
      const [acceptance, revocation] = await Promise.all([person.accept(url), deactivate(id)]);
      expect([201, 410]).toContain(acceptance.status);
      expect([revocation.status, (await viewOf(id)).status]).toEqual([200, 'revoked']);
      expect([401, 403]).toContain((await person.get('/me')).status);
    });
  });

  test('deactivated and confirmed: revoked wins', async () => {
    await rounds(async () => {
      const { id, person } = await accepted(muster, company);
      const wrapped = await wrappedFor(id);
      const [confirmation] = await Promise.all([company.admin.post(`/members/${id}/confirm`, wrapped), deactivate(id)]);
      expect([200, 409]).toContain(confirmation.status);
      expect((await viewOf(id)).status).toBe('revoked');
      expect(await person.get('/me/key')).toMatchObject({ status: 403, json: { reason: 'revoked' } });
    });
  });

  test('two admins confirming: one wrapped key', async () => {
    await rounds(async () => {
      const { id, person } = await accepted(muster, company);
      const [first, second] = [await wrappedFor(id), await wrappedFor(id)];
      const answers = await Promise.all(
        [first, second].map(async (wrapped) => (await company.admin.post(`/members/${id}/confirm`, wrapped)).status),
      );
      expect(answers.toSorted()).toEqual([200, 409]);
      const kept = [first, second][answers.indexOf(200)]!;
      expect((await person.get('/me/key')).json.wrappedKey).toBe(kept.wrappedKey);
      const log = await muster.rows("SELECT sequence FROM key_log WHERE userId = ? AND kind = 'member_key.wrapped'", [
        id,
      ]);
      expect(log).toHaveLength(1);
    });
  });

  test('the key changed and confirmed: no stale confirmation', async () => {
    await rounds(async () => {
      const { id, person } = await accepted(muster, company);
      const [wrapped, replaces] = [await wrappedFor(id), person.recipient];
      const key = await person.newKey();
      const [change, confirmation] = await Promise.all([
        person.send('PUT', '/me/key', { ...key, replaces }),
        company.admin.post(`/members/${id}/confirm`, wrapped),
      ]);
      expect([change.status, [200, 409].includes(confirmation.status)]).toEqual([200, true]);
      expect(await viewOf(id)).toMatchObject({ status: 'accepted', recipient: key.recipient });
      expect((await person.get('/me/key')).status).toBe(403);
    });
  });

  test('one sign-in link opened by many: it opens once', async () => {
    const { organizationId } = company.okta;
    const { id, person, address } = await accepted(muster, company);
    await rounds(async () => {
      await muster.rows('UPDATE links SET createdAt = createdAt - 60000 WHERE userId = ?', [id]);
      await person.post('/sign-in-links', { address });
      const [link] = await muster.rows<{ id: string }>(
        "SELECT id FROM links WHERE userId = ? AND purpose = 'sign-in' AND usedAt IS NULL AND voidedAt IS NULL",
        [id],
      );
      const ref = { organizationId, id: link!.id, purpose: 'sign-in', address } as const;
      const url = await muster.app.get(LinksService).url(ref);
      const answers = await Promise.all(Array.from({ length: 4 }, () => person.open(url)));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410, 410, 410]);
    });
  });

  test('the key taken away and proven once more: no session begins', async () => {
    const { organizationId } = company.okta;
    const { id, person } = await accepted(muster, company);
    const { recipient, identity } = person;
    const { json } = await person.post('/sessions/challenge', { recipient });
    const answer = sha256(await decryptWith(identity, json.challenge));
    let late: Promise<ApiAnswer> | undefined;
    await muster.app.get(UnitOfWork).run(async (transaction) => {
      await muster.app.get(UsersRepository).find(transaction, organizationId, id, true);
      late ??= person.post('/sessions', { recipient, answer });
      // So long that it waits for the person, whoever is slow here.
      await delay(500);
      await muster.app.get(KeysRepository).removeMemberKey(transaction, organizationId, id);
    });
    expect(await late).toMatchObject({ status: 401, json: { reason: 'wrong_answer' } });
  });
});

describe('While a rotation is completed', () => {
  beforeAll(async () => {
    company = await newCompany(muster);
  });

  test('somebody is confirmed, nobody is left with the old key', async () => {
    for (let keyVersion = 2; keyVersion < 2 + ROUNDS; keyVersion += 1) {
      const { id, person } = await accepted(muster, company);
      const rotation = await BegunRotation.of(company.admin, keyVersion);
      await rotation.add(await wrappedForAll(company.admin, keyVersion));
      const wrapped = { ...(await wrappedFor(id)), keyVersion: keyVersion - 1 };
      const [completion, confirmation] = await Promise.all([
        rotation.complete(),
        company.admin.post(`/members/${id}/confirm`, wrapped),
      ]);
      expect([
        [200, 409],
        [409, 200],
      ]).toContainEqual([completion.status, confirmation.status]);
      if (completion.status === 409) {
        expect(completion.json).toMatchObject({ reason: 'incomplete', missing: [id] });
        await rotation.add((await wrappedForAll(company.admin, keyVersion)).filter((each) => each.id === id));
        expect((await rotation.complete()).status).toBe(200);
        expect((await person.get('/me/key')).json.keyVersion).toBe(keyVersion);
      } else expect(confirmation.json.reason).toBe('key_rotated');
      await deactivate(id);
    }
  });

  test('somebody is deactivated, it is not refused, and they are revoked', async () => {
    const { json } = await company.admin.get('/me/key');
    for (let round = 1; round <= ROUNDS; round += 1) {
      const keyVersion = json.keyVersion + round;
      const { id, person } = await accepted(muster, company);
      const member = await wrappedFor(id);
      await company.admin.post(`/members/${id}/confirm`, { ...member, keyVersion: keyVersion - 1 });
      const rotation = await BegunRotation.of(company.admin, keyVersion);
      await rotation.add(await wrappedForAll(company.admin, keyVersion));
      const [completion, revocation] = await Promise.all([rotation.complete(), deactivate(id)]);
      expect([completion.status, revocation.status, (await viewOf(id)).status]).toEqual([200, 200, 'revoked']);
      expect([401, 403]).toContain((await person.get('/me/key')).status);
    }
  });
});
