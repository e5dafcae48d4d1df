import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { MembersService } from '../../src/onboarding/members.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { Application } from '../support/application.js';
import { Muster, type Tenant } from '../support/muster.js';
import { confirmed, newCompany } from '../support/organization.js';
import { type Claims, TokenReceiver } from '../support/token-receiver.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let muster: Muster;
let tenant: Tenant;
let receiver: TokenReceiver;
beforeAll(async () => {
  muster = await Muster.start();
  tenant = await muster.newTenant();
  receiver = new TokenReceiver(await Application.of(muster, tenant.organizationId));
});
afterAll(() => muster.stop());

const urisOf = (claims: Claims[]) => claims.map(({ events }) => Object.keys(events));

describe('A security event token', () => {
  test('is signed with a key of the published set, which tells nothing private', async () => {
    await tenant.newUser();
    const [token] = await receiver.application.drain();
    const response = await fetch(`${muster.url}/.well-known/jwks.json`);
    expect(response.headers.get('content-type')).toContain('application/jwk-set+json');
    const { keys } = (await response.json()) as { keys: Record<string, string>[] };
    expect(decodeProtectedHeader(token!)).toEqual({ alg: 'ES256', typ: 'secevent+jwt', kid: keys[0]!['kid'] });
    expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']]);
    const [header, , signature] = token!.split('.');
    const claims = { ...(await receiver.verified(token!)), txn: 'another' };
    const tampered = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    await expect(receiver.verified(tampered)).rejects.toThrow('signature verification failed');
  });

  test('is the same for every server on the database, and another on another database', async () => {
    const [other, foreign] = [await muster.another(), await Muster.start()];
    const keysAt = async ({ url }: Muster) => (await fetch(`${url}/.well-known/jwks.json`)).text();
    expect(await keysAt(other)).toBe(await keysAt(muster));
    expect(await keysAt(foreign)).not.toBe(await keysAt(muster));
    await other.stop();
    await foreign.stop();
  });

  test('of a new user has the resource as SCIM returns it, and names its event', async () => {
    const given = {
      externalId: 'ada',
      password: 'not to be told',
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      [ENTERPRISE]: { department: 'Engines' },
    };
    const { id } = await tenant.newUser(given);
    const [claims] = await receiver.drain();
    const { meta: _meta, ...shown } = (await tenant.get(`/Users/${id}`)).json;
    const { events } = await receiver.application.page(`after=${(await receiver.application.end()) - 1}`);
    expect(claims).toMatchObject({
      jti: events[0]!.id,
      txn: events[0]!.id,
      iat: Math.floor(Date.parse(events[0]!.time) / 1_000),
      sub_id: { format: 'scim', uri: `/Users/${id}`, externalId: 'ada' },
    });
    expect(claims).not.toHaveProperty('sub');
    expect(claims!.events).toEqual({ 'prov:create:full': { data: shown } });
    expect(JSON.stringify(claims)).not.toContain('not to be told');
  });

  test('of a change has a PatchOp that makes it, and the externalId when that changes', async () => {
    const { id } = await tenant.newUser({ name: { givenName: 'Ada', familyName: 'Byron' }, title: 'Countess' });
    await receiver.drain();
    await tenant.patch(`/Users/${id}`, [
      { op: 'replace', path: 'name.familyName', value: 'Lovelace' },
      { op: 'remove', path: 'title' },
      { op: 'add', path: `${ENTERPRISE}:department`, value: 'Engines' },
      { op: 'add', path: 'externalId', value: 'ada-2' },
    ]);
    const [{ sub_id, events }] = (await receiver.drain()) as [Claims];
    expect(sub_id.externalId).toBe('ada-2');
    const { data } = events['prov:patch:full'];
    expect(data.schemas).toEqual([PATCH_OP]);
    expect(data.Operations).toHaveLength(4);
    expect(data.Operations).toEqual(
      expect.arrayContaining([
        { op: 'replace', path: 'name.familyName', value: 'Lovelace' },
        { op: 'remove', path: 'title' },
        { op: 'replace', path: `${ENTERPRISE}:department`, value: 'Engines' },
        { op: 'replace', path: 'externalId', value: 'ada-2' },
      ]),
    );
  });

  test('of a group names few members, and that many have changed', async () => {
    const people = await Promise.all(Array.from({ length: 101 }, () => tenant.newUser()));
    const { id } = await tenant.newGroup();
    await receiver.drain();
    const [first, ...others] = people.map(({ id: value }) => ({ value }));
    await tenant.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value: [first] }]);
    await tenant.patch(`/Groups/${id}`, [{ op: 'remove', path: `members[value eq "${first!.value}"]` }]);
    await tenant.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value: [first, ...others] }]);
    const claims = await receiver.drain();
    expect(claims.map(({ events }) => events)).toEqual([
      {
        'prov:patch:full': {
          data: { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'members', value: [first] }] },
        },
      },
      {
        'prov:patch:full': {
          data: { schemas: [PATCH_OP], Operations: [{ op: 'remove', path: `members[value eq "${first!.value}"]` }] },
        },
      },
      { 'prov:patch:notice': { attributes: ['members'] } },
    ]);
  });

  test('of a deletion says only that, and not that the resource left the feed', async () => {
    const { id } = await tenant.newUser({ externalId: 'gone' });
    await receiver.drain();
    await tenant.delete(`/Users/${id}`);
    const [{ sub_id, events }] = (await receiver.drain()) as [Claims];
    expect([sub_id.uri, sub_id.externalId, events]).toEqual([`/Users/${id}`, 'gone', { 'prov:delete': {} }]);
  });

  test('activates who is confirmed, deactivates who is revoked, and activates nobody else', async () => {
    const company = await newCompany(muster);
    const { okta } = company;
    const own = new TokenReceiver(await Application.of(muster, okta.organizationId));
    expect(urisOf(await own.drain())).toEqual([['prov:create:full'], ['prov:activate']]);
    const { id } = await confirmed(muster, company);
    expect(urisOf(await own.drain())).toEqual([['prov:create:full'], ['prov:activate']]);
    const setActive = (user: string, value: boolean) =>
      okta.patch(`/Users/${user}`, [{ op: 'replace', path: 'active', value }]);
    await setActive(id, false);
    await setActive(id, true);
    expect(urisOf(await own.drain())).toEqual([
      ['prov:patch:full', 'prov:deactivate'],
      ['prov:patch:full', 'prov:activate'],
    ]);
    const invited = await okta.newUser();
    await setActive(invited.id, false);
    await setActive(invited.id, true);
    expect(urisOf(await own.drain())).toEqual([
      ['prov:create:full'],
      ['prov:patch:full', 'prov:deactivate'],
      ['prov:patch:full'],
    ]);
  });

  test('is not made of what SCIM has no word for', async () => {
    const { id } = await tenant.newUser({ emails: [{ value: 'resend@example.com', primary: true }] });
    await receiver.drain();
    await muster.app.get(MembersService).resend(tenant.organizationId, id, OPERATOR);
    await muster.newKey(tenant.organizationId);
    const before = await receiver.application.end();
    expect(await receiver.application.poll()).toEqual({ sets: {}, moreAvailable: false });
    expect((await receiver.application.page(`after=${before - 2}`)).events.map(({ type }) => type)).toEqual([
      'user.invitation_resent',
      'key.created',
    ]);
  });
});
