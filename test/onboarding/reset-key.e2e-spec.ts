import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { Application } from '../support/application.js';
import { eventsOf } from '../support/breaker.js';
import { DOORS, type Provider } from '../support/doors.js';
import { bring, invitedAt, mailsOn, made, madeAdmin } from '../support/made-people.js';
import { withMuster } from '../support/muster.js';
import { adopted, assigned, type Company, confirmed, invitationOf, newCompany } from '../support/organization.js';

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

const viewOf = (id: string) => members.get(company.okta.organizationId, id);
const reset = (id: string, body?: object) => company.admin.post(`/members/${id}/reset-key`, body);
const eve = (serial: number | string) => `eve${serial}@evil.example`;
const emailsOf = (value: string) => [{ value, type: 'work', primary: true }];

describe('A key that is reset', () => {
  test.each(['accepted', 'confirmed'] as const)(
    'brings the new invitation of who is %s to the proven address, not to what the identity provider wrote last',
    async (status) => {
      for (const [index, [name, door]] of DOORS.entries()) {
        const one = await assigned(muster, company);
        await bring(muster, company, one, status);
        for (const change of [{ emails: emailsOf(eve(index)) }, { userName: eve(index) }])
          expect([name, (await door(provider, one.id, change)).status]).toEqual([name, 200]);
        expect(await reset(one.id)).toMatchObject({ status: 200, json: { status: 'invited', address: one.address } });
        expect([name, await invitedAt(muster, one.id)]).toEqual([name, [one.address, one.address]]);
        for (const { to } of await mailsOn(muster, `invitation:${one.id}`)) expect(to).toBe(one.address);
      }
    },
  );

  test('lets the identity provider re-address that invitation no more than any that a human sent', async () => {
    const one = await confirmed(muster, company);
    await reset(one.id);
    for (const [index, [name, door]] of DOORS.entries()) {
      const change = { emails: emailsOf(eve(index)), userName: eve(index) };
      expect([name, (await door(provider, one.id, change)).status]).toEqual([name, 200]);
    }
    for (const step of ['resend', 'revoke', 'restore']) await company.admin.post(`/members/${one.id}/${step}`);
    for (const active of [false, true])
      await company.okta.patch(`/Users/${one.id}`, [{ op: 'replace', path: 'active', value: active }]);
    expect(new Set(await invitedAt(muster, one.id))).toEqual(new Set([one.address]));
    await one.person.accept(await invitationOf(muster, company.okta.organizationId, one.id));
    expect(await viewOf(one.id)).toMatchObject({ status: 'accepted', address: one.address });
  });

  test('is mailed to the address that was proven last', async () => {
    const one = await confirmed(muster, company);
    await muster.rows('UPDATE users SET provenAddress = ? WHERE id = ?', ['newer@acme.example', one.id]);
    await reset(one.id);
    expect((await invitedAt(muster, one.id)).at(-1)).toBe('newer@acme.example');
    await company.admin.post(`/members/${one.id}/resend`);
    expect((await invitedAt(muster, one.id)).at(-1)).toBe('newer@acme.example');
  });

  test('ends the link that was to prove another address', async () => {
    const one = await confirmed(muster, company);
    await company.okta.patch(`/Users/${one.id}`, [{ op: 'replace', path: 'emails', value: emailsOf(eve(0)) }]);
    await reset(one.id);
    const [link] = await muster.rows<{ voidedBecause: unknown }>(
      "SELECT voidedBecause FROM links WHERE userId = ? AND purpose = 'address'",
      [one.id],
    );
    expect(String(link!.voidedBecause)).toBe('replaced');
  });

  test.each([
    ['made', async () => made(muster, company)],
    [
      'made an admin, who is adopted,',
      async () => {
        const chief = await madeAdmin(muster, company);
        await adopted(muster, company, chief.id);
        return chief;
      },
    ],
  ])('of somebody whom an admin %s goes to the proven address as well', async (_who, someone) => {
    const person = await someone();
    await bring(muster, company, person, 'confirmed');
    await company.okta.patch(`/Users/${person.id}`, [{ op: 'add', path: 'title', value: 'Dr' }]);
    await company.okta.patch(`/Users/${person.id}`, [{ op: 'replace', path: 'emails', value: emailsOf(eve(1)) }]);
    await reset(person.id);
    expect(new Set(await invitedAt(muster, person.id))).toEqual(new Set([person.address]));
  });
});

describe('A key of an admin that is reset', () => {
  const newAdmin = async () => {
    const chief = await madeAdmin(muster, company);
    await bring(muster, company, chief, 'confirmed');
    return chief;
  };
  const resetEvent = async () => (await eventsOf(muster, company.okta.organizationId, 'user.key_reset')).at(-1)!;

  test('leaves the admin one once confirmed, and says so in the answer, the event and the timeline', async () => {
    const { id, person } = await newAdmin();
    expect(await reset(id)).toMatchObject({ status: 200, json: { id, isAdmin: true, adminKept: true } });
    expect((await resetEvent()).data).toMatchObject({ isAdmin: true, status: 'invited', statusBefore: 'confirmed' });
    const { entries } = (await company.admin.get(`/members/${id}/timeline`)).json;
    expect(entries).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining('an admin again once confirmed') }),
    );
    await person.accept(await invitationOf(muster, company.okta.organizationId, id));
    expect((await person.get('/members')).json.reason).toBe('not_confirmed');
    await company.admin.confirm(id);
    expect((await person.get('/members')).status).toBe(200);
  });

  test('ends being one where that is wanted', async () => {
    const { id, person } = await newAdmin();
    expect(await reset(id, { keepAdmin: false })).toMatchObject({ json: { isAdmin: false, adminKept: false } });
    expect((await resetEvent()).data).toMatchObject({ isAdmin: false });
    await person.accept(await invitationOf(muster, company.okta.organizationId, id));
    await company.admin.confirm(id);
    expect((await person.get('/members')).json.reason).toBe('not_admin');
  });

  test('says nothing of admins where there was none', async () => {
    const { id } = await confirmed(muster, company);
    expect(await reset(id, { keepAdmin: true })).toMatchObject({ json: { isAdmin: false, adminKept: false } });
  });

  test('is told of each where several are reset', async () => {
    const [{ id }, ordinary] = [await newAdmin(), await confirmed(muster, company)];
    const { json } = await company.admin.post('/member-actions', { action: 'resetKey', ids: [id, ordinary.id] });
    expect(json.results).toEqual([
      { id, ok: true, adminKept: true },
      { id: ordinary.id, ok: true, adminKept: false },
    ]);
  });

  test.each([{ keepAdmin: 'false' }, { keepAdmin: null }, { keepAdmin: 0 }, { isAdmin: true }])(
    'is refused %j, and stays as it was',
    async (body) => {
      const { id } = await newAdmin();
      expect((await reset(id, body)).status).toBe(400);
      expect(await viewOf(id)).toMatchObject({ status: 'confirmed', isAdmin: true });
    },
  );

  test('is not reset where it is the last one', async () => {
    expect(await reset(company.adminId, { keepAdmin: false })).toMatchObject({ status: 409 });
    expect(await members.get(company.okta.organizationId, company.adminId)).toMatchObject({ isAdmin: true });
  });
});

describe('A request to reset a key without a body', () => {
  test('is taken as one that keeps what the person is', async () => {
    const { id } = await confirmed(muster, company);
    const { organizationId } = company.okta;
    const response = await fetch(`${muster.url}/api/v1/organizations/${organizationId}/members/${id}/reset-key`, {
      method: 'POST',
      headers: { Cookie: company.admin.cookie, 'Content-Type': 'application/json' },
    });
    expect([response.status, await response.json()]).toMatchObject([200, { adminKept: false }]);
    expect((await members.get(organizationId, id)).status).toBe('invited');
    await members.remove(organizationId, id, OPERATOR);
  });
});
