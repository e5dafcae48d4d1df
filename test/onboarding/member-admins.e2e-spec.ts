import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { Problem } from '../../src/platform/http/problem.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { Application } from '../support/application.js';
import { eventsOf } from '../support/breaker.js';
import { DOORS, EXITS, type Provider } from '../support/doors.js';
import { bring, invitedAt, madeAdmin, storedOf } from '../support/made-people.js';
import { withMuster } from '../support/muster.js';
import {
  accepted,
  adopted,
  assigned,
  type Company,
  confirmed,
  invitationOf,
  newCompany,
} from '../support/organization.js';

const EVE = 'eve@evil.example';
const ROUNDS = 8;

const muster = withMuster();
let company: Company;
let provider: Provider;
let members: MembersService;
let serial = 0;
beforeAll(async () => {
  members = muster.app.get(MembersService);
});
beforeEach(async () => {
  company = await newCompany(muster);
  provider = { okta: company.okta, application: await Application.of(muster, company.okta.organizationId) };
});

const newAddress = () => `ceo${(serial += 1)}@beta.example`;
const organizationId = () => company.okta.organizationId;
const makeAdmin = (address: string) => members.makeAdmin(organizationId(), address, OPERATOR);
const viewOf = (id: string) => members.get(organizationId(), id);
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Problem) => error,
  );
const primary = (value: string) => [{ value, type: 'work', primary: true }];

describe('Somebody is made an admin by an address', () => {
  /** Whom the identity provider lets have the address of somebody else, without that mail goes there. */
  const SQUATS: readonly [string, (address: string) => object][] = [
    ['as a userName, with another primary e-mail', (userName) => ({ userName, emails: primary(EVE) })],
    ['as a userName, with another work e-mail', (userName) => ({ userName, emails: [{ value: EVE, type: 'work' }] })],
    ['as a userName in capitals', (userName) => ({ userName: userName.toUpperCase(), emails: primary(EVE) })],
    ['as a second e-mail', (value) => ({ emails: [...primary(EVE), { value, type: 'home' }] })],
    [
      'as a work e-mail behind a primary one',
      (value) => ({
        emails: [
          { value, type: 'work' },
          { value: EVE, primary: true },
        ],
      }),
    ],
  ];

  describe.each(SQUATS)('whom a stranger has %s', (_how, squat) => {
    test.each(['invited', 'accepted', 'confirmed', 'revoked'] as const)(
      'refused, with who was found and where their mail goes, when the stranger is %s',
      async (status) => {
        const address = newAddress();
        const stranger = await assigned(muster, company, squat(address));
        await bring(muster, company, stranger, status);
        const stored = await storedOf(muster, stranger.id);
        const problem = await refusal(makeAdmin(address));
        expect(problem).toMatchObject({ status: 409, reason: 'other_address' });
        expect(problem!.detail).toContain(EVE);
        expect(problem!.more).toMatchObject({ found: [{ id: stranger.id, address: EVE, status }] });
        expect(await storedOf(muster, stranger.id)).toBe(stored);
        expect((await members.list(organizationId(), { afterId: '', limit: 9 })).length).toBe(2);
      },
    );
  });

  test('who has proven it, or is invited there, in any letter case', async () => {
    for (const status of ['invited', 'accepted', 'confirmed'] as const) {
      const person = await assigned(muster, company);
      await bring(muster, company, person, status);
      expect(await makeAdmin(person.address.toUpperCase())).toMatchObject({ id: person.id, status, isAdmin: true });
    }
  });

  test('and not who has had it before and proven another one', async () => {
    const { id, address } = await accepted(muster, company);
    await muster.rows('UPDATE users SET provenAddress = ? WHERE id = ?', [EVE, id]);
    expect(await refusal(makeAdmin(address))).toMatchObject({ status: 409, more: { found: [{ id, address: EVE }] } });
  });

  test('and nobody whose mail goes elsewhere by then, or whose open invitation went elsewhere', async () => {
    const { id, address } = await assigned(muster, company);
    const OTHER = { status: 409, reason: 'other_address', more: { found: [{ id, address }] } };
    expect(await refusal(members.promote(organizationId(), id, OPERATOR, EVE))).toMatchObject(OTHER);
    await muster.rows('UPDATE links SET address = ? WHERE userId = ?', [EVE, id]);
    expect(await refusal(makeAdmin(address))).toMatchObject(OTHER);
    expect(await viewOf(id)).toMatchObject({ isAdmin: false });
  });

  test('and the one whose mail goes there is found beside others who only have it', async () => {
    const address = newAddress();
    await assigned(muster, company, { userName: address, emails: primary(EVE) });
    const { id } = await assigned(muster, company, { emails: primary(address) });
    expect(await makeAdmin(address)).toMatchObject({ id, address, isAdmin: true });
  });

  test('who is invited where a human typed it, when that is written otherwise', async () => {
    const { id } = await assigned(muster, company, { emails: primary('ｃhief@beta.example') });
    expect(await makeAdmin('chief@beta.example')).toMatchObject({ id, address: 'chief@beta.example' });
    expect((await invitedAt(muster, id)).at(-1)).toBe('chief@beta.example');
    expect((await members.invitationUrl(organizationId(), id))!).toContain('/join/');
  });

  test('who is nobody yet, at once and not in two steps between which SCIM could come', async () => {
    const address = newAddress();
    const { id } = await makeAdmin(address);
    const types = (await eventsOf(muster, organizationId(), 'user.')).filter(({ resourceId }) => resourceId === id);
    expect(types.map(({ type }) => type)).toEqual(['user.created', 'user.made_admin']);
    const [stored] = await muster.rows<Record<string, unknown>>('SELECT * FROM users WHERE id = ?', [id]);
    expect([Number(stored!['isAdmin']), Number(stored!['version']), stored!['invitationAddress']]).toEqual([
      1,
      1,
      address,
    ]);
  });

  test('twice is once: the same person, one event, one invitation', async () => {
    const address = newAddress();
    const { id } = await makeAdmin(address);
    expect(await makeAdmin(address)).toMatchObject({ id, isAdmin: true });
    expect(await invitedAt(muster, id)).toEqual([address]);
  });

  test('is refused also where the person is an admin already whose mail goes elsewhere', async () => {
    const address = newAddress();
    const { id } = await assigned(muster, company, { userName: address, emails: primary(EVE) });
    await members.promote(organizationId(), id, OPERATOR);
    expect(await refusal(makeAdmin(address))).toMatchObject({ status: 409, reason: 'other_address' });
  });

  test.each(DOORS)(
    'and SCIM changes the address meanwhile by %s: nobody is an admin whose mail goes elsewhere',
    async (_door, change) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const { id, address } = await assigned(muster, company);
        const eve = `eve${(serial += 1)}@evil.example`;
        const [promotion] = await Promise.all([
          refusal(makeAdmin(address)),
          change(provider, id, { emails: primary(eve), userName: eve }),
        ]);
        const view = await viewOf(id);
        expect(view.isAdmin ? view.address : 'no admin').toBe(view.isAdmin ? address : 'no admin');
        expect((await invitedAt(muster, id)).at(-1)).toBe(view.isAdmin ? address : eve);
        expect([undefined, 409]).toContain(promotion?.status);
      }
    },
  );

  test('and SCIM makes somebody with that userName meanwhile: one of them is refused', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const address = newAddress();
      const [promotion, creation] = await Promise.all([
        refusal(makeAdmin(address)),
        refusal(company.okta.newUser({ userName: address, emails: primary(EVE) })),
      ]);
      expect([promotion === undefined, creation === undefined].toSorted()).toEqual([false, true]);
      const { isAdmin, address: reached } = await members.get(organizationId(), address);
      expect([isAdmin, reached]).toEqual(promotion ? [false, EVE] : [true, address]);
    }
  });
});

describe('Somebody is made an admin by an id', () => {
  test('whatever the address, and invited where the mail went, which SCIM changes no longer', async () => {
    const { id } = await assigned(muster, company, { userName: newAddress(), emails: primary('real@beta.example') });
    const view = await members.promote(organizationId(), id, OPERATOR);
    expect(view).toMatchObject({ id, isAdmin: true, address: 'real@beta.example' });
    await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails', value: primary(EVE) }]);
    expect(await invitedAt(muster, id)).toEqual(['real@beta.example']);
  });

  test('but not without an address, which SCIM could choose then', async () => {
    const { id } = await company.okta.newUser({ userName: `nobody-${(serial += 1)}` });
    expect(await refusal(members.promote(organizationId(), id, OPERATOR))).toMatchObject({
      status: 409,
      reason: 'no_address',
    });
    expect((await viewOf(id)).isAdmin).toBe(false);
  });

  test('and not when it is an id of another organization', async () => {
    const { adminId } = await newCompany(muster);
    expect(await refusal(members.promote(organizationId(), adminId, OPERATOR))).toMatchObject({ status: 404 });
  });
});

describe('An admin', () => {
  test('is an ordinary member from one request to the next, and nothing else ends', async () => {
    const one = await confirmed(muster, company);
    await makeAdmin(one.address);
    expect((await one.person.get('/members')).status).toBe(200);
    const before = await viewOf(one.id);
    const answer = await company.admin.send('DELETE', `/members/${one.id}/admin`);
    expect(answer).toEqual({ status: 200, json: { ...before, isAdmin: false } });
    expect((await one.person.get('/members')).json.reason).toBe('not_admin');
    expect([(await one.person.get('/me')).json.status, await one.person.opensKey()]).toEqual(['confirmed', true]);
    const [event] = await eventsOf(muster, organizationId(), 'user.admin_removed');
    expect(event).toMatchObject({ resourceId: one.id, actor: { kind: 'member', id: company.adminId } });
    const { entries } = (await company.admin.get(`/members/${one.id}/timeline`)).json;
    expect(entries).toContainEqual(expect.objectContaining({ text: expect.stringContaining('Admin role taken away') }));
  });

  test('who is none already stays none, without another event', async () => {
    const { id } = await assigned(muster, company);
    expect(await company.admin.send('DELETE', `/members/${id}/admin`)).toMatchObject({ status: 200 });
    expect(await eventsOf(muster, organizationId(), 'user.admin_removed')).toEqual([]);
  });

  test('stays one who is the last that is confirmed, however many are on the way', async () => {
    await madeAdmin(muster, company);
    await bring(muster, company, await madeAdmin(muster, company), 'accepted');
    expect(await company.admin.send('DELETE', `/members/${company.adminId}/admin`)).toMatchObject({
      status: 409,
      json: { detail: expect.stringContaining('last admin') },
    });
    expect((await company.admin.get('/members')).status).toBe(200);
  });

  test('of two stays when both take it from each other at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const own = await newCompany(muster);
      const second = await madeAdmin(muster, own);
      await bring(muster, own, second, 'confirmed');
      const answers = await Promise.all([
        own.admin.send('DELETE', `/members/${second.id}/admin`),
        second.person.send('DELETE', `/members/${own.adminId}/admin`),
      ]);
      const statuses = answers.map(({ status }) => status).toSorted();
      expect([
        [200, 403],
        [200, 409],
      ]).toContainEqual(statuses);
    }
  });

  test('who is invited and none any more is an ordinary invited person, whose invitation stays where it was', async () => {
    const chief = await madeAdmin(muster, company);
    await members.removeAdmin(organizationId(), chief.id, OPERATOR);
    await company.okta.patch(`/Users/${chief.id}`, [{ op: 'add', path: 'title', value: 'Dr' }]);
    await company.okta.patch(`/Users/${chief.id}`, [{ op: 'replace', path: 'emails', value: primary(EVE) }]);
    expect(await invitedAt(muster, chief.id)).toEqual([chief.address]);
    await chief.person.accept(await invitationOf(muster, organizationId(), chief.id));
    expect(await viewOf(chief.id)).toMatchObject({ isAdmin: false, address: chief.address, source: 'scim' });
  });

  test('of another organization is nobody here', async () => {
    const { adminId } = await newCompany(muster);
    expect(await company.admin.send('DELETE', `/members/${adminId}/admin`)).toMatchObject({ status: 404 });
  });
});

describe('The last admin', () => {
  test('who is confirmed stays when others are only on the way, whichever way the identity provider asks', async () => {
    await adopted(muster, company, company.adminId);
    await madeAdmin(muster, company);
    await bring(muster, company, await madeAdmin(muster, company), 'accepted');
    for (const [name, exit] of EXITS)
      expect([name, (await exit(provider, company.adminId)).status]).toEqual([name, 409]);
    expect(await viewOf(company.adminId)).toMatchObject({ status: 'confirmed', isAdmin: true });
  });

  test.each(['invited', 'accepted'] as const)(
    'who is %s stays when there is no other, or nobody would be left',
    async (status) => {
      const okta = await muster.newTenant();
      const own = { okta, application: await Application.of(muster, okta.organizationId) };
      const { id, emails } = await okta.newUser({ emails: primary(newAddress()) });
      await members.makeAdmin(okta.organizationId, (emails as { value: string }[])[0]!.value, OPERATOR);
      if (status === 'accepted') await muster.rows("UPDATE users SET status = 'accepted' WHERE id = ?", [id]);
      for (const [name, exit] of EXITS) expect([name, (await exit(own, id)).status]).toEqual([name, 409]);
      await members.makeAdmin(okta.organizationId, newAddress(), OPERATOR);
      expect((await okta.delete(`/Users/${id}`)).status).toBe(204);
    },
  );
});
