import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { BindInvitations1764000000081 } from '../../src/platform/database/migrations/1764000000081-bind-invitations.js';
import { OPERATOR } from '../../src/events/actor.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import type { OrganizationSettings } from '../../src/organizations/organization-settings.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { Admin } from '../support/admin.js';
import { expectAdminsOnly } from '../support/admin-routes.js';
import { Application } from '../support/application.js';
import { eventsOf } from '../support/breaker.js';
import { DOORS, EXITS, type Provider } from '../support/doors.js';
import { bring, invitedAt, made, madeAdmin, type MadePerson, mailsOn, storedOf } from '../support/made-people.js';
import { withMuster } from '../support/muster.js';
import { accepted, assigned, type Company, invitationOf, newCompany } from '../support/organization.js';
import { Person } from '../support/person.js';
import type { AnyJson } from '../support/scim-client.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const EVE = [{ value: 'eve@evil.example', type: 'work', primary: true }];
const STATUSES = ['invited', 'accepted', 'confirmed', 'revoked', 'revoked when invited'] as const;

const muster = withMuster();
let company: Company;
let provider: Provider;
let members: MembersService;
beforeAll(async () => {
  members = muster.app.get(MembersService);
});
beforeEach(async () => {
  company = await newCompany(muster);
  provider = { okta: company.okta, application: await Application.of(muster, company.okta.organizationId) };
});

const set = (settings: Partial<OrganizationSettings>) =>
  muster.app.get(OrganizationsService).changeSettings(company.okta.organizationId, settings, OPERATOR);
const waiting = async (state = 'waiting'): Promise<AnyJson[]> =>
  (await company.admin.get(`/adoptions?state=${state}`)).json.adoptions;
const viewOf = (id: string) => members.get(company.okta.organizationId, id);
const titled = (id: string) => company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Dr' }]);
const decide = (what: 'approve' | 'refuse', ...ids: string[]) => company.admin.post(`/adoptions/${what}`, { ids });
const typesOf = async (id: string) =>
  (await eventsOf(muster, company.okta.organizationId, 'user.'))
    .filter(({ resourceId }) => resourceId === id)
    .map(({ type }) => type.slice('user.'.length));
/** Attributes of an ordinary person, with the address at each place that mail could go to. */
const PLACES: readonly [string, (address: string) => object | undefined][] = [
  ['the primary e-mail', () => undefined],
  [
    'the work e-mail',
    (address) => ({
      emails: [
        { value: 'h@acme.example', type: 'home' },
        { value: address, type: 'work' },
      ],
    }),
  ],
  ['the userName', () => ({})],
];

describe('The invitation of an admin whom an admin made', () => {
  test('is not captured: found by userName, given a title, an e-mail, and opened by a stranger', async () => {
    const boss = await madeAdmin(muster, company);
    const { okta } = company;
    expect(await okta.find('/Users', `userName eq "${boss.address}"`)).toEqual([boss.id]);
    const stored = await storedOf(muster, boss.id);
    expect((await titled(boss.id)).status).toBe(403);
    const eve = [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'eve@evil.example' }];
    expect((await okta.patch(`/Users/${boss.id}`, eve)).status).toBe(403);
    expect(await storedOf(muster, boss.id)).toBe(stored);
    expect(await invitedAt(muster, boss.id)).toEqual([boss.address]);
  });

  describe.each(STATUSES)('who is %s', (status) => {
    test('is out of reach of every write, whose userName, e-mail, title or access it would change', async () => {
      const chief = await madeAdmin(muster, company);
      await bring(muster, company, chief, status);
      const stored = await storedOf(muster, chief.id);
      const changes = [{ title: 'Dr' }, { emails: EVE }, { userName: 'eve@evil.example' }, { active: true }];
      for (const [name, door] of DOORS)
        for (const change of changes) {
          const { status: answer, detail } = await door(provider, chief.id, change);
          expect([name, change, answer]).toEqual([name, change, 403]);
          expect(detail).toContain(`muster adoption approve ${company.okta.organizationId} ${chief.id}`);
          expect(detail).not.toContain('@');
        }
      for (const [name, exit] of EXITS) expect([name, (await exit(provider, chief.id)).status]).toEqual([name, 403]);
      expect(await storedOf(muster, chief.id)).toBe(stored);
      expect((await company.okta.get(`/Users/${chief.id}`)).status).toBe(200);
    });
  });

  test('waits as one row, whose first asking is an event and whose retries are not', async () => {
    const { id, address } = await madeAdmin(muster, company);
    for (let retry = 0; retry < 3; retry += 1) await titled(id);
    await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails', value: EVE }]);
    await company.okta.delete(`/Users/${id}`);
    const { keyId } = company.okta;
    expect(await waiting()).toEqual([
      {
        userId: id,
        userName: address,
        displayName: address,
        status: 'invited',
        isAdmin: true,
        state: 'waiting',
        wanted: ['link', 'changeAddress', 'delete'],
        firstAsked: expect.any(String),
        lastAsked: expect.any(String),
        times: 5,
        keyId,
      },
    ]);
    expect(await eventsOf(muster, company.okta.organizationId, 'user.adoption_')).toEqual([
      {
        type: 'user.adoption_asked',
        resourceId: id,
        actor: expect.objectContaining({ kind: 'key', id: keyId }),
        data: { wanted: ['link'], isAdmin: true },
      },
    ]);
    const { json } = await company.admin.get(`/members/${id}`);
    expect(json).toMatchObject({ source: 'admin', adoption: { state: 'waiting', times: 5 } });
    expect((await company.admin.get(`/members/${id}/timeline`)).json.entries).toContainEqual(
      expect.objectContaining({ text: expect.stringMatching(/^Adoption asked for by the identity provider/) }),
    );
  });

  test('waits as one row and one event also when everything asks at once', async () => {
    const { id } = await madeAdmin(muster, company);
    const { okta } = company;
    const answers = await Promise.all([
      titled(id),
      okta.delete(`/Users/${id}`),
      titled(id),
      okta.delete(`/Users/${id}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(await waiting()).toMatchObject([{ userId: id, wanted: ['link', 'delete'], times: 4 }]);
    expect(await eventsOf(muster, okta.organizationId, 'user.adoption_')).toHaveLength(1);
  });

  test('says which key asked last', async () => {
    const { id } = await madeAdmin(muster, company);
    await titled(id);
    const { okta } = company;
    const { id: keyId, key } = await muster.newKey(okta.organizationId, 'strict');
    await muster.client(okta.organizationId, key).delete(`/Users/${id}`);
    expect(await waiting()).toMatchObject([{ keyId, times: 2, wanted: ['link', 'delete'] }]);
  });
});

describe('People whom an admin made', () => {
  test('are linked by Okta, which finds them by userName and sends its profile with PUT', async () => {
    const { id, address } = await made(muster, company);
    const { okta } = company;
    const found = await okta.get(
      `/Users?filter=${encodeURIComponent(`userName eq "${address}"`)}&startIndex=1&count=100`,
    );
    expect(found.json.Resources).toMatchObject([{ id }]);
    const profile = {
      schemas: [USER],
      id,
      userName: address.toUpperCase(),
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      emails: [{ primary: true, value: address, type: 'work' }],
      displayName: 'Ada Lovelace',
      locale: 'en-US',
      externalId: '00ujl29u0le5T6Aj10h7',
      groups: [],
      active: true,
    };
    expect(await okta.put(`/Users/${id}`, profile)).toMatchObject({
      status: 200,
      json: { displayName: 'Ada Lovelace' },
    });
    expect(await typesOf(id)).toEqual(['created', 'updated', 'taken_over']);
    expect([(await viewOf(id)).source, await invitedAt(muster, id), await waiting()]).toEqual(['scim', [address], []]);
    expect(await okta.patch(`/Users/${id}`, [{ op: 'replace', value: { active: false } }])).toMatchObject({
      status: 200,
    });
  });

  test('are linked by Okta, which changes their profile with PATCH without a path', async () => {
    const { id, address } = await made(muster, company);
    const value = { displayName: 'Ada', name: { givenName: 'Ada' }, userName: address };
    expect((await company.okta.patch(`/Users/${id}`, [{ op: 'replace', value }])).status).toBe(200);
    expect((await viewOf(id)).source).toBe('scim');
  });

  test.each<[string, object[]]>([
    ['externalId', [{ op: 'Add', path: 'externalId', value: 'ada' }]],
    ['title', [{ op: 'Replace', path: 'title', value: 'Dr' }]],
    ['active', [{ op: 'Replace', path: 'active', value: 'True' }]],
  ])('are linked by Entra ID, which sends %s alone because nothing else changed', async (_name, operations) => {
    const { id, address } = await made(muster, company);
    expect((await company.okta.filter('/Users', `userName eq "${address}"`)).json.totalResults).toBe(1);
    expect((await company.okta.patch(`/Users/${id}`, operations)).status).toBe(200);
    expect([(await viewOf(id)).source, await typesOf(id)]).toEqual(['scim', expect.arrayContaining(['taken_over'])]);
  });

  test('are linked in whichever status they are', async () => {
    for (const status of STATUSES) {
      const person = await made(muster, company);
      await bring(muster, company, person, status);
      const { status: before } = await viewOf(person.id);
      expect([status, (await titled(person.id)).status]).toEqual([status, 200]);
      expect(await viewOf(person.id)).toMatchObject({ status: before, source: 'scim' });
    }
  });

  describe.each(['revoked', 'revoked when invited'] as const)('whom an admin has revoked (%s)', (status) => {
    const restored = (id: string) =>
      company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: true }]);

    test('are not restored by the write that would link them, by any syntax, until an admin agrees', async () => {
      const person = await made(muster, company);
      await bring(muster, company, person, status);
      const stored = await storedOf(muster, person.id);
      for (const [name, door] of DOORS)
        for (const change of [{ active: true }, { active: true, title: 'Dr' }, { active: true, emails: EVE }]) {
          const { status: answer, detail } = await door(provider, person.id, change);
          expect([name, change, answer]).toEqual([name, change, 403]);
          expect(detail).toContain('until an admin of the organization approves');
        }
      expect(await storedOf(muster, person.id)).toBe(stored);
      expect(await waiting()).toMatchObject([{ userId: person.id, wanted: ['restore'], times: DOORS.length * 3 }]);
      await decide('approve', person.id);
      expect((await restored(person.id)).status).toBe(200);
      expect(await viewOf(person.id)).toMatchObject({
        source: 'scim',
        status: status === 'revoked' ? 'confirmed' : 'invited',
      });
      expect([await waiting(), await waiting('approved')]).toEqual([[], []]);
    });

    test('are not restored either once a harmless write has linked them, until an admin agrees', async () => {
      const person = await made(muster, company);
      await bring(muster, company, person, status);
      expect((await titled(person.id)).status).toBe(200);
      expect([await waiting(), await viewOf(person.id)]).toMatchObject([[], { source: 'scim', status: 'revoked' }]);
      expect((await company.admin.get(`/members/${person.id}`)).json.adoption).toBeNull();
      for (const [name, door] of DOORS)
        expect([name, (await door(provider, person.id, { active: true })).status]).toEqual([name, 403]);
      expect((await titled(person.id)).status).toBe(200);
      expect(await waiting()).toMatchObject([{ userId: person.id, wanted: ['restore'], times: DOORS.length }]);
      await decide('refuse', person.id);
      expect((await restored(person.id)).status).toBe(403);
      await decide('approve', person.id);
      expect((await restored(person.id)).status).toBe(200);
      const flip = (value: boolean) =>
        company.okta.patch(`/Users/${person.id}`, [{ op: 'replace', path: 'active', value }]);
      expect([(await flip(false)).status, (await flip(true)).status]).toEqual([200, 200]);
    });

    test('are the provider’s like all others once an admin has restored them', async () => {
      const person = await made(muster, company);
      await bring(muster, company, person, status);
      expect((await titled(person.id)).status).toBe(200);
      await members.restore(company.okta.organizationId, person.id, OPERATOR);
      const flip = (value: boolean) =>
        company.okta.patch(`/Users/${person.id}`, [{ op: 'replace', path: 'active', value }]);
      expect([(await flip(false)).status, (await flip(true)).status]).toEqual([200, 200]);
      expect(await waiting()).toEqual([]);
    });
  });

  test('are not restored by an approval from before an admin has revoked them', async () => {
    const person = await made(muster, company);
    await decide('approve', person.id);
    await bring(muster, company, person, 'revoked');
    const value = { active: true };
    expect((await company.okta.patch(`/Users/${person.id}`, [{ op: 'replace', value }])).status).toBe(403);
    expect(await viewOf(person.id)).toMatchObject({ status: 'revoked', source: 'admin' });
  });

  test('are not linked by POST, which is 409 as for everybody', async () => {
    const { id, address } = await made(muster, company);
    const { status, json } = await company.okta.post('/Users', { schemas: [USER], userName: address });
    expect([status, json.scimType]).toEqual([409, 'uniqueness']);
    expect((await viewOf(id)).source).toBe('admin');
  });

  test.each(PLACES)('are not linked by what contradicts %s, or the userName', async (_place, emails) => {
    const person = await made(muster, company, emails(`place${Date.now()}@acme.example`));
    const stored = await storedOf(muster, person.id);
    for (const [name, door] of DOORS)
      for (const change of [
        { emails: EVE },
        { userName: 'eve@evil.example' },
        { userName: 'eve@evil.example', emails: EVE },
      ]) {
        const { status, scimType } = await door(provider, person.id, change);
        expect([name, change, status, scimType]).toEqual([name, change, 400, 'mutability']);
      }
    expect([await storedOf(muster, person.id), await waiting()]).toEqual([stored, []]);
  });

  test.each(STATUSES.slice(0, 3))('keep their access when they are %s, until an admin agrees', async (status) => {
    const person = await made(muster, company);
    await bring(muster, company, person, status);
    const stored = await storedOf(muster, person.id);
    for (const [name, exit] of EXITS) {
      const { status: answer, detail } = await exit(provider, person.id);
      expect([name, answer]).toEqual([name, 403]);
      expect(detail).toContain('until an admin of the organization approves');
    }
    expect(await storedOf(muster, person.id)).toBe(stored);
    expect(await waiting()).toMatchObject([
      { userId: person.id, isAdmin: false, wanted: ['deactivate', 'delete'], times: EXITS.length },
    ]);
    expect(await decide('approve', person.id)).toMatchObject({ status: 200, json: { results: [{ ok: true }] } });
    expect((await EXITS[0]![1](provider, person.id)).status).toBe(200);
    expect([await viewOf(person.id), await waiting(), await waiting('approved')]).toMatchObject([
      { status: 'revoked', source: 'scim' },
      [],
      [],
    ]);
  });

  test('keep their access where the write contradicts them as well', async () => {
    const { id } = await made(muster, company);
    const value = { active: false, emails: EVE };
    expect((await company.okta.patch(`/Users/${id}`, [{ op: 'replace', value }])).status).toBe(403);
    expect(await viewOf(id)).toMatchObject({ status: 'invited', source: 'admin' });
  });

  test('are put into groups and taken out of them before they are linked', async () => {
    const { id } = await madeAdmin(muster, company);
    const { id: groupId } = await company.okta.newGroup({ members: [{ value: id }] });
    expect(await company.okta.membersOf(groupId)).toEqual([id]);
    await company.okta.patch(`/Groups/${groupId}`, [{ op: 'remove', path: `members[value eq "${id}"]` }]);
    expect([await company.okta.membersOf(groupId), (await viewOf(id)).source]).toEqual([[], 'admin']);
  });
});

describe('An invitation that an admin made', () => {
  test.each(PLACES)('is never re-addressed once the person is linked, whose address is %s', async (_place, emails) => {
    const written = emails(`bound${Date.now()}@acme.example`);
    const person = await made(muster, company, written);
    const [address] = await invitedAt(muster, person.id);
    const url = await invitationOf(muster, company.okta.organizationId, person.id);
    expect((await titled(person.id)).status).toBe(200);
    let serial = 0;
    for (const [name, door] of DOORS)
      for (const what of ['emails', 'userName', 'both']) {
        serial += 1;
        const value = `eve${serial}@evil.example`;
        const change = {
          ...(what !== 'userName' && { emails: [{ value, type: 'work', primary: true }] }),
          ...(what !== 'emails' && { userName: value }),
        };
        expect([name, what, (await door(provider, person.id, change)).status]).toEqual([name, what, 200]);
      }
    for (const step of ['resend', 'revoke', 'restore'])
      expect([step, (await company.admin.post(`/members/${person.id}/${step}`)).status]).toEqual([step, 200]);
    await company.okta.patch(`/Users/${person.id}`, [{ op: 'replace', path: 'active', value: false }]);
    await company.okta.patch(`/Users/${person.id}`, [{ op: 'replace', path: 'active', value: true }]);
    expect(new Set(await invitedAt(muster, person.id))).toEqual(new Set([address]));
    for (const { to } of await mailsOn(muster, `invitation:${person.id}`)) expect(to).toBe(address);
    expect(await viewOf(person.id)).toMatchObject({ address, status: 'invited' });
    expect(await person.person.open(url)).toMatchObject({ status: 410 });
    const answer = await person.person.accept(await invitationOf(muster, company.okta.organizationId, person.id));
    expect([answer.status, (await viewOf(person.id)).address]).toEqual([201, address]);
  });

  test('stays open when SCIM changes the address, and the person accepts as the one who was invited', async () => {
    const person = await made(muster, company);
    const url = await invitationOf(muster, company.okta.organizationId, person.id);
    await titled(person.id);
    await company.okta.patch(`/Users/${person.id}`, [{ op: 'replace', path: 'emails', value: EVE }]);
    expect(await person.person.accept(url)).toMatchObject({ status: 201 });
    expect((await viewOf(person.id)).address).toBe(person.address);
  });

  test('goes where the admin said also when it is sent later', async () => {
    await set({ invitesLater: true });
    const person = await made(muster, company);
    expect((await viewOf(person.id)).status).toBe('staged');
    await titled(person.id);
    await company.okta.patch(`/Users/${person.id}`, [{ op: 'replace', path: 'emails', value: EVE }]);
    expect((await company.admin.post(`/members/${person.id}/invite`)).status).toBe(200);
    expect(await invitedAt(muster, person.id)).toEqual([person.address]);
  });

  test('leaves a change after acceptance to the proof of the new address', async () => {
    const person = await made(muster, company);
    await bring(muster, company, person, 'accepted');
    await titled(person.id);
    await company.okta.patch(`/Users/${person.id}`, [{ op: 'replace', path: 'emails', value: EVE }]);
    expect((await viewOf(person.id)).address).toBe(person.address);
    expect(await mailsOn(muster, `address:${person.id}`)).toMatchObject([
      { to: 'eve@evil.example', template: 'prove-address' },
      { to: person.address, template: 'address-changed' },
    ]);
  });

  test('binds nobody whom the identity provider made: those are invited where it says', async () => {
    const { id } = await assigned(muster, company);
    await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails', value: EVE }]);
    expect((await invitedAt(muster, id)).at(-1)).toBe('eve@evil.example');
  });

  test('opens nothing any more when the identity provider takes the address of its own people away', async () => {
    const { id, person, link } = await assigned(muster, company, { userName: 'no-address' });
    const url = await link();
    await company.okta.patch(`/Users/${id}`, [{ op: 'remove', path: 'emails' }]);
    expect((await viewOf(id)).address).toBeNull();
    expect(await person.accept(url)).toMatchObject({ status: 410, json: { reason: 'replaced' } });
  });
});

describe('A database of before', () => {
  const NOBODY = 'UPDATE users SET invitationAddress = NULL WHERE id = ?';

  test('binds the invitations of admins and of people whom admins made where they went, and no others', async () => {
    const [chief, person, own] = [
      await madeAdmin(muster, company),
      await made(muster, company),
      await assigned(muster, company),
    ];
    for (const { id } of [chief, person, own]) await muster.rows(NOBODY, [id]);
    const runner = muster.dataSource.createQueryRunner();
    const statements = await muster.statements.during(async () => {
      for (let run = 0; run < 2; run += 1) await new BindInvitations1764000000081().up(runner);
    });
    for (const statement of statements) muster.statements.notice(statement);
    await runner.release();
    const rows = await muster.rows<{ id: string; invitationAddress: string | null }>(
      'SELECT id, invitationAddress FROM users WHERE organizationId = ?',
      [company.okta.organizationId],
    );
    expect(Object.fromEntries(rows.map(({ id, invitationAddress }) => [id, invitationAddress]))).toEqual({
      [company.adminId]: null,
      [chief.id]: chief.address,
      [person.id]: person.address,
      [own.id]: null,
    });
  });
});

describe('Somebody whom an older version made after that', () => {
  test('is invited where an admin said all the same, once linked', async () => {
    const { id, address } = await made(muster, company);
    await muster.rows('UPDATE users SET invitationAddress = NULL WHERE id = ?', [id]);
    await titled(id);
    await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails', value: EVE }]);
    await company.admin.post(`/members/${id}/resend`);
    expect(await invitedAt(muster, id)).toEqual([address, address]);
  });
});

describe('The setting adoption', () => {
  const everybody = async (): Promise<MadePerson[]> => [await made(muster, company), await madeAdmin(muster, company)];

  test('ask: nobody whom an admin made is written until an admin agrees, and then normally', async () => {
    await set({ adoption: 'ask' });
    for (const { id } of await everybody()) {
      for (const [name, door] of DOORS)
        expect([name, (await door(provider, id, { title: 'Dr' })).status]).toEqual([name, 403]);
      expect((await company.okta.delete(`/Users/${id}`)).status).toBe(403);
      expect(await waiting()).toMatchObject([{ userId: id, wanted: ['link', 'delete'] }]);
      await decide('approve', id);
      expect((await titled(id)).status).toBe(200);
      expect([(await viewOf(id)).source, await waiting()]).toEqual(['scim', []]);
    }
  });

  test('never: nobody whom an admin made is written, nothing waits, and an agreement of before counts for nothing', async () => {
    for (const { id } of await everybody()) {
      await set({ adoption: 'automatic' });
      await decide('approve', id);
      await set({ adoption: 'never' });
      for (const [name, door] of DOORS)
        expect([name, (await door(provider, id, { title: 'Dr' })).status]).toEqual([name, 403]);
      for (const [name, exit] of EXITS) expect([name, (await exit(provider, id)).status]).toEqual([name, 403]);
      expect([(await viewOf(id)).source, await waiting()]).toEqual(['admin', []]);
      expect(await company.okta.find('/Users', `id eq "${id}"`)).toEqual([id]);
    }
  });

  test.each(['ask', 'never'] as const)('%s: whom the identity provider made stays its own', async (adoption) => {
    await set({ adoption });
    const { id } = await assigned(muster, company);
    expect((await titled(id)).status).toBe(200);
    expect((await company.okta.delete(`/Users/${id}`)).status).toBe(204);
  });

  test('takes no other value', async () => {
    const { organizationId } = company.okta;
    const account = await Admin.of(muster, organizationId);
    const change = (adoption: unknown) =>
      account.send('PATCH', `/organizations/${organizationId}`, { settings: { adoption } });
    for (const adoption of ['always', '', null, true, ['ask']]) expect((await change(adoption)).status).toBe(400);
    expect(await change('ask')).toMatchObject({ status: 200, json: { settings: { adoption: 'ask' } } });
  });
});

describe('An admin who decides', () => {
  test('agrees, and the next write links the admin, whose invitation stays where it was', async () => {
    const chief = await madeAdmin(muster, company);
    await titled(chief.id);
    expect((await decide('approve', chief.id)).json).toEqual({ results: [{ id: chief.id, ok: true }] });
    expect(await waiting('approved')).toMatchObject([{ userId: chief.id, state: 'approved' }]);
    await company.okta.patch(`/Users/${chief.id}`, [{ op: 'replace', path: 'emails', value: EVE }]);
    expect(await viewOf(chief.id)).toMatchObject({ source: 'scim', isAdmin: true, address: chief.address });
    expect(await invitedAt(muster, chief.id)).toEqual([chief.address]);
    expect(await typesOf(chief.id)).toEqual([
      'created',
      'made_admin',
      'adoption_asked',
      'adoption_approved',
      'updated',
      'taken_over',
    ]);
  });

  test('agrees beforehand, so that nothing has to wait', async () => {
    const { id } = await madeAdmin(muster, company);
    await decide('approve', id);
    expect(await waiting('approved')).toMatchObject([{ userId: id, wanted: [], firstAsked: null, times: 0 }]);
    expect((await titled(id)).status).toBe(200);
  });

  test('has agreed to nothing on an admin by agreeing before somebody became one', async () => {
    const { id } = await made(muster, company);
    await decide('approve', id);
    await muster.app.get(MembersService).promote(company.okta.organizationId, id, OPERATOR);
    const before = await storedOf(muster, id);
    expect((await titled(id)).status).toBe(403);
    expect((await company.okta.delete(`/Users/${id}`)).status).toBe(403);
    expect(await storedOf(muster, id)).toBe(before);
    await decide('approve', id);
    expect((await titled(id)).status).toBe(200);
  });

  test('refuses, and every write is 403 without being listed again, until an admin agrees after all', async () => {
    const { id } = await made(muster, company);
    await company.okta.delete(`/Users/${id}`);
    await decide('refuse', id);
    for (const [name, door] of DOORS)
      expect([name, (await door(provider, id, { title: 'Dr' })).status]).toEqual([name, 403]);
    for (const [name, exit] of EXITS) expect([name, (await exit(provider, id)).status]).toEqual([name, 403]);
    expect([await waiting(), (await waiting('refused')).length]).toEqual([[], 1]);
    expect(await typesOf(id)).toEqual(['created', 'adoption_asked', 'adoption_refused']);
    await decide('approve', id);
    expect((await titled(id)).status).toBe(200);
  });

  test('has nothing to decide on whom the identity provider made or linked, or on who is of another organization', async () => {
    const { id } = await assigned(muster, company);
    const other = await made(muster, await newCompany(muster));
    const { json } = await decide('approve', id, other.id);
    expect(json.results).toMatchObject([
      { id, ok: false, reason: 'adopted' },
      { id: other.id, ok: false, reason: 'unknown' },
    ]);
    expect(await waiting('approved')).toEqual([]);
  });

  test('agrees to an adoption that never removes the last admin', async () => {
    const { adminId } = company;
    await decide('approve', adminId);
    for (const [name, exit] of EXITS) expect([name, (await exit(provider, adminId)).status]).toEqual([name, 409]);
    expect(await viewOf(adminId)).toMatchObject({ status: 'confirmed', source: 'admin' });
  });

  test('is an admin of the organization, who has proved it a moment ago', async () => {
    const { id } = await made(muster, company);
    const body = { ids: [id] };
    const { organizationId } = company.okta;
    await expectAdminsOnly(muster, company, [
      ['GET', '/adoptions'],
      ['POST', '/adoptions/approve', body],
      ['POST', '/adoptions/refuse', body],
    ]);
    const account = await Admin.of(muster, organizationId);
    await muster.rows('UPDATE admin_sessions SET stepUpUntil = 1');
    for (const what of ['approve', 'refuse'])
      expect(await account.post(`/organizations/${organizationId}/adoptions/${what}`, body)).toMatchObject({
        status: 403,
        json: { reason: 'step_up_needed' },
      });
    expect((await account.get(`/organizations/${organizationId}/adoptions`)).status).toBe(200);
  });

  test('is refused lists that name nobody, too many, or what is no id', async () => {
    const { adminId: id } = company;
    for (const body of [{}, { ids: [] }, { ids: ['x'] }, { ids: [7] }, { ids: Array(101).fill(id) }])
      expect((await company.admin.post('/adoptions/approve', body)).status).toBe(400);
    expect(await waiting('approved')).toEqual([]);
  });

  test('reads the list in pages', async () => {
    const ids = [];
    for (let index = 0; index < 3; index += 1) {
      const { id } = await madeAdmin(muster, company);
      await titled(id);
      ids.push(id);
    }
    const first = (await company.admin.get('/adoptions?limit=2')).json;
    const rest = (await company.admin.get(`/adoptions?limit=2&after=${first.next}`)).json;
    expect([...first.adoptions, ...rest.adoptions].map(({ userId }) => userId)).toEqual(ids.toSorted());
    expect(rest.next).toBeNull();
  });

  test('sees in the figures how many wait', async () => {
    await titled((await madeAdmin(muster, company)).id);
    const { organizationId } = company.okta;
    const account = await Admin.of(muster, organizationId);
    expect((await account.get(`/organizations/${organizationId}/statistics`)).json.adoptions).toEqual({ waiting: 1 });
  });
});

describe('People whom the identity provider made', () => {
  test('stay its own when they become admins: it changes and deactivates them', async () => {
    const { id, address, person } = await accepted(muster, company);
    await company.admin.confirm(id);
    await members.makeAdmin(company.okta.organizationId, address, OPERATOR);
    expect((await titled(id)).status).toBe(200);
    await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: false }]);
    expect((await person.get('/me')).status).toBe(403);
    expect((await company.okta.delete(`/Users/${id}`)).status).toBe(204);
  });

  test('are invited where a human said once they are made admins, whatever SCIM writes then', async () => {
    const { id, address } = await assigned(muster, company);
    await members.makeAdmin(company.okta.organizationId, address, OPERATOR);
    let serial = 0;
    for (const [name, door] of DOORS) {
      serial += 1;
      const value = `eve${serial}@evil.example`;
      const change = { userName: value, emails: [{ value, primary: true }] };
      expect([name, (await door(provider, id, change)).status]).toEqual([name, 200]);
    }
    for (const active of [false, true])
      await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: active }]);
    expect(new Set(await invitedAt(muster, id))).toEqual(new Set([address]));
    const boss = new Person(muster.url, company.okta.organizationId);
    await boss.accept(await invitationOf(muster, company.okta.organizationId, id));
    expect(await viewOf(id)).toMatchObject({ status: 'accepted', address, isAdmin: true });
  });
});
