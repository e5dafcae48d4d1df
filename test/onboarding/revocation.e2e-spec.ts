import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { decryptWith } from '../../src/onboarding/keys/age.js';
import type { LinkPurpose } from '../../src/messaging/links/link.entity.js';
import { LinksService } from '../../src/messaging/links/links.service.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { Operator, setActive } from '../support/breaker.js';
import { LATER } from '../support/later.js';
import { Muster } from '../support/muster.js';
import { type Company, confirmed, newCompany } from '../support/organization.js';
import { type Person, sha256 } from '../support/person.js';
import { until } from '../support/until.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const DEACTIVATION = [{ op: 'replace', path: 'active', value: false }];

let muster: Muster;
let company: Company;
let operator: Operator;
beforeAll(async () => {
  muster = await Muster.start();
  company = await newCompany(muster);
  operator = await Operator.of(muster);
}, 60_000);
afterAll(async () => {
  await operator.stop();
  await muster.stop();
});

/** All that a person can hold: a session, the answer to a challenge, and links of both kinds that are open. */
async function holdingEverything() {
  const { id, person, address } = await confirmed(muster, company);
  const { json } = await person.post('/sessions/challenge', { recipient: person.recipient });
  const answer = sha256(await decryptWith(person.identity, json.challenge));
  const moved = `moved-${id}@acme.example`;
  await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails[type eq "work"].value', value: moved }]);
  await person.post('/sign-in-links', { address });
  const links = [await linkOf(id, 'sign-in', address), await linkOf(id, 'address', moved)];
  expect((await person.get('/me')).status).toBe(200);
  return { id, person, answer, links };
}

async function linkOf(userId: string, purpose: LinkPurpose, address: string): Promise<string> {
  const { organizationId } = company.okta;
  const [row] = await muster.rows<{ id: string }>(
    'SELECT id FROM links WHERE organizationId = ? AND userId = ? AND purpose = ? AND voidedAt IS NULL',
    [organizationId, userId, purpose],
  );
  return muster.app.get(LinksService).url({ organizationId, id: row!.id, purpose, address });
}

async function isRevoked(id: string): Promise<boolean> {
  return (await company.okta.get(`/Users/${id}`)).json.active === false;
}

const DOORS: Record<string, (id: string) => Promise<unknown>> = {
  'a PATCH of the identity provider': (id) => company.okta.patch(`/Users/${id}`, DEACTIVATION),
  'a PATCH without a path': (id) => setActive(company.okta, id, false),
  'a PUT': async (id) => {
    const { userName, emails } = (await company.okta.get(`/Users/${id}`)).json;
    return company.okta.put(`/Users/${id}`, { schemas: [USER], userName, emails, active: false });
  },
  'a bulk request': (id) => {
    const data = { schemas: [PATCH_OP], Operations: DEACTIVATION };
    return company.okta.post('/Bulk', {
      schemas: [BULK],
      Operations: [{ method: 'PATCH', path: `/Users/${id}`, data }],
    });
  },
  'a PATCH that is carried out later': async (id) => {
    await company.okta.patch(`/Users/${id}`, DEACTIVATION, LATER);
    await until(() => isRevoked(id));
  },
  'an admin of the organization': (id) => company.admin.post(`/members/${id}/revoke`),
  'an admin who revokes several people': (id) => company.admin.post('/member-actions', { action: 'revoke', ids: [id] }),
  'the operator at the command line': (id) =>
    operator.app.get(MembersService).revoke(company.okta.organizationId, id, OPERATOR),
  'the release of a removal that was held': async (id) => {
    const { organizationId } = company.okta;
    await setBreaker({ breakerMode: 'hold', breakerPeople: 1 });
    for (const other of [(await confirmed(muster, company)).id, (await confirmed(muster, company)).id])
      await setActive(company.okta, other, false);
    expect((await setActive(company.okta, id, false)).status).toBe(429);
    expect(await operator.release(organizationId, [id])).toMatchObject({ done: 1 });
    await setBreaker({ breakerMode: 'off' });
  },
};

async function setBreaker(settings: object): Promise<void> {
  expect((await company.admin.send('PATCH', '', { settings })).status).toBe(200);
}

async function expectNothingOpens(person: Person, answer: string, links: string[]): Promise<void> {
  for (const path of ['/me', '/me/key', '/key-log'])
    expect(await person.get(path)).toMatchObject({ status: 401, json: { reason: 'signed_out' } });
  expect((await person.post('/sessions', { recipient: person.recipient, answer })).status).toBe(401);
  for (const link of links) expect(await person.open(link)).toMatchObject({ status: 410, json: { reason: 'revoked' } });
}

describe('A revocation ends for good what the person holds, whoever restores them later:', () => {
  test.each(Object.keys(DOORS))('by %s', async (door) => {
    const { id, person, answer, links } = await holdingEverything();
    await DOORS[door]!(id);
    expect(await isRevoked(id)).toBe(true);
    expect(await person.get('/me')).toMatchObject({ status: 403, json: { reason: 'revoked' } });
    expect((await setActive(company.okta, id, true)).status).toBe(200);
    await expectNothingOpens(person, answer, links);
    expect((await person.signIn()).status).toBe(201);
    expect(await person.opensKey()).toBe(true);
  });

  test('and somebody who is deleted holds nothing either', async () => {
    const { id, person, answer, links } = await holdingEverything();
    expect((await company.okta.delete(`/Users/${id}`)).status).toBe(204);
    expect((await person.get('/me')).status).toBe(401);
    expect((await person.post('/sessions', { recipient: person.recipient, answer })).status).toBe(401);
    for (const link of links)
      expect(await person.open(link)).toMatchObject({ status: 410, json: { reason: 'deleted' } });
    expect(await muster.rows('SELECT id FROM sessions WHERE userId = ?', [id])).toEqual([]);
    expect(await muster.rows('SELECT answerHash FROM challenges WHERE recipient = ?', [person.recipient])).toEqual([]);
  });

  test('and a session that was left from before an upgrade ends with the restoration', async () => {
    const { id, person } = await confirmed(muster, company);
    const [session] = await muster.rows<{ expiresAt: number }>('SELECT expiresAt FROM sessions WHERE userId = ?', [id]);
    await setActive(company.okta, id, false);
    await muster.rows('UPDATE sessions SET expiresAt = ? WHERE userId = ?', [session!.expiresAt, id]);
    await setActive(company.okta, id, true);
    expect((await person.get('/me')).status).toBe(401);
  });

  test('and so does a challenge that was given meanwhile', async () => {
    const { id, person } = await confirmed(muster, company);
    await setActive(company.okta, id, false);
    expect(await person.signIn()).toMatchObject({ status: 403, json: { reason: 'revoked' } });
    const { json } = await person.post('/sessions/challenge', { recipient: person.recipient });
    await setActive(company.okta, id, true);
    const answer = sha256(await decryptWith(person.identity, json.challenge));
    expect((await person.post('/sessions', { recipient: person.recipient, answer })).status).toBe(401);
  });
});
