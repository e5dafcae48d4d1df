import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { LinksService } from '../../src/messaging/links/links.service.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { withMuster } from '../support/muster.js';
import { made } from '../support/made-people.js';
import { accepted, adopted, assigned, type Company, invitationOf, newCompany } from '../support/organization.js';
import { partsOf, Person } from '../support/person.js';

const muster = withMuster();
let company: Company;
let members: MembersService;
beforeAll(async () => {
  company = await newCompany(muster);
  members = muster.app.get(MembersService);
});

const active = (id: string, value: boolean) =>
  company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value }]);
/** Mails of invitations to somebody, oldest first. */
const mailsTo = async (id: string) =>
  (
    await muster.rows<{ state: unknown; payload: string }>(
      'SELECT state, payload FROM outbox WHERE topic = ? ORDER BY id',
      [`invitation:${id}`],
    )
  ).map(({ state, payload }) => ({ state: String(state), ...JSON.parse(payload) }));
const statusOf = async (id: string) => (await members.get(company.okta.organizationId, id)).status;

describe('An invitation', () => {
  test('goes out once, also when Okta sends its POST again', async () => {
    const { id, address } = await assigned(muster, company);
    expect(
      (
        await company.okta.post('/Users', {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName: address,
        })
      ).status,
    ).toBe(409);
    expect(await mailsTo(id)).toMatchObject([
      { to: address, template: 'invitation', values: { organization: 'Acme', inviter: null } },
    ]);
  });

  test('is kept with the user or not at all', async () => {
    const before = (await muster.rows('SELECT id FROM links')).length;
    const bad = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'x@acme.example',
      roles: [{ value: 7 }],
    };
    expect((await company.okta.post('/Users', bad)).status).toBe(400);
    expect(await muster.rows('SELECT id FROM links')).toHaveLength(before);
  });

  test('works once: a double click is told that it was used', async () => {
    const { person, link } = await assigned(muster, company);
    const url = await link();
    const answers = await Promise.all([person.accept(url), new Person(muster.url, person.organizationId).accept(url)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 410]);
    expect(await person.open(url)).toMatchObject({ status: 410, json: { reason: 'used' } });
  });

  test('is void once a newer one was sent', async () => {
    const { id, person, link } = await assigned(muster, company);
    const old = await link();
    expect(await company.admin.post(`/members/${id}/resend`)).toMatchObject({ status: 200 });
    expect(await person.open(old)).toMatchObject({ status: 410, json: { reason: 'replaced' } });
    expect(await person.accept(await link())).toMatchObject({ status: 201 });
    expect((await mailsTo(id)).map(({ state, values }) => [state, values.inviter])).toEqual([
      ['withdrawn', null],
      ['waiting', 'boss@acme.example'],
    ]);
  });

  test.each<[string, (id: string) => Promise<unknown>, string]>([
    ['deactivated', (id) => active(id, false), 'revoked'],
    ['deleted', (id) => company.okta.delete(`/Users/${id}`), 'deleted'],
  ])('says kindly that somebody was %s before', async (_what, change, reason) => {
    const { id, person, link } = await assigned(muster, company);
    const url = await link();
    await change(id);
    expect(await person.open(url)).toMatchObject({ status: 410, json: { reason } });
    expect(await person.accept(url)).toMatchObject({ status: 410, json: { reason } });
    expect(await mailsTo(id)).toMatchObject([{ state: 'withdrawn' }]);
  });

  test('comes anew when somebody is reactivated who had not accepted', async () => {
    const { id, person, link } = await assigned(muster, company);
    const old = await link();
    await active(id, false);
    await active(id, true);
    expect(await person.open(old)).toMatchObject({ status: 410 });
    expect(await person.accept(await link())).toMatchObject({ status: 201 });
  });

  test('expires', async () => {
    const { id, person, link } = await assigned(muster, company);
    const url = await link();
    await muster.rows('UPDATE links SET expiresAt = 1 WHERE userId = ?', [id]);
    expect(await person.open(url)).toMatchObject({ status: 410, json: { reason: 'expired' } });
    expect(await person.accept(url)).toMatchObject({ status: 410, json: { reason: 'expired' } });
    expect(await statusOf(id)).toBe('invited');
  });

  test('opens nothing with a token of another link, organization or purpose', async () => {
    const [one, two] = [await assigned(muster, company), await assigned(muster, company)];
    const other = await newCompany(muster);
    const [{ linkId, token }, wrong] = [partsOf(await one.link()), partsOf(await two.link())];
    const unknown = { status: 404, json: { reason: 'unknown' } };
    expect(await one.person.post(`/links/${linkId}/open`, { token: wrong.token })).toMatchObject(unknown);
    expect(await other.admin.post(`/links/${linkId}/open`, { token })).toMatchObject(unknown);
    expect(await one.person.post(`/links/${two.id}/open`, { token })).toMatchObject(unknown);
    expect(await one.person.post(`/links/${linkId}/open`, { token: '' })).toMatchObject({ status: 400 });
    expect(await one.person.post(`/links/${linkId}/open`, { token: [token] })).toMatchObject({ status: 400 });
    expect(await one.person.post(`/links/${linkId}/open`, { token })).toMatchObject({ status: 200 });
  });

  test('is not taken without keys that are for nobody else to open', async () => {
    const { id, person, link } = await assigned(muster, company);
    const { linkId, token } = partsOf(await link());
    const key = await person.newKey();
    const accept = (change: object) => person.post(`/links/${linkId}/accept`, { token, ...key, ...change });
    for (const change of [
      { recipient: person.identity },
      { recipient: 'age1' },
      { protectedIdentity: person.identity },
      {
        protectedIdentity: await (
          await import('../../src/onboarding/keys/age.js')
        ).encryptFor(person.recipient, person.identity),
      },
      {
        organizationKey: (
          (await new Person(muster.url, person.organizationId).newKey(true)) as { organizationKey: object }
        ).organizationKey,
      },
      { isAdmin: true },
    ])
      expect((await accept(change)).status).toBeGreaterThanOrEqual(400);
    expect(await statusOf(id)).toBe('invited');
    expect((await accept({})).status).toBe(201);
  });
});

describe('Without an invitation', () => {
  test('people are staged where the organization invites later', async () => {
    const later = await newCompany(muster, { invitesLater: true });
    const { organizationId } = later.okta;
    const { id, person } = await assigned(muster, later);
    expect(await members.get(organizationId, id)).toMatchObject({ status: 'staged' });
    expect((await later.okta.get(`/Users/${id}`)).json.active).toBe(true);
    expect(await mailsTo(id)).toEqual([]);
    expect(await later.admin.post(`/members/${id}/invite`)).toMatchObject({ status: 200, json: { status: 'invited' } });
    expect(await later.admin.post(`/members/${id}/invite`)).toMatchObject({ status: 409 });
    expect(await person.accept(await invitationOf(muster, organizationId, id))).toMatchObject({ status: 201 });
  });

  test('people are who come deactivated, until they are activated', async () => {
    const { id } = await assigned(muster, company, { active: false });
    expect([await statusOf(id), await mailsTo(id)]).toEqual(['revoked', []]);
    await active(id, true);
    expect([await statusOf(id), (await mailsTo(id)).length]).toEqual(['invited', 1]);
  });

  test('people are who have no address, and that can be seen', async () => {
    const { id } = await company.okta.newUser({ userName: 'no-address' });
    expect(await members.get(company.okta.organizationId, id)).toMatchObject({ status: 'invited', address: null });
    expect(await mailsTo(id)).toEqual([]);
    expect(await company.admin.post(`/members/${id}/resend`)).toMatchObject({
      status: 409,
      json: { reason: 'no_address' },
    });
  });
});

describe('An address that Okta changes', () => {
  const move = (id: string, value: string, okta = company.okta) =>
    okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails', value: [{ value, type: 'work', primary: true }] }]);

  test('before acceptance gets a new invitation, and the old one opens nothing', async () => {
    const { id, person, link } = await assigned(muster, company);
    const old = await link();
    expect((await move(id, 'new@acme.example')).status).toBe(200);
    expect(await person.open(old)).toMatchObject({ status: 410, json: { reason: 'replaced' } });
    expect((await mailsTo(id)).map(({ to, state }) => [to, state]).at(-1)).toEqual(['new@acme.example', 'waiting']);
  });

  test('after acceptance leaves the proven one, which is told, until the new one is proven', async () => {
    const { id, address, person } = await accepted(muster, company);
    const { organizationId } = company.okta;
    const addressNow = async () => (await members.get(organizationId, id)).address;
    const mails = async () => {
      const rows = await muster.rows<{ payload: string }>(
        "SELECT payload FROM outbox WHERE topic = ? AND state = 'waiting' ORDER BY id",
        [`address:${id}`],
      );
      return rows.map(({ payload }) => JSON.parse(payload));
    };
    const linkIn = (mail: { link: { id: string } }, to: string) =>
      muster.app.get(LinksService).url({ organizationId, id: mail.link.id, purpose: 'address', address: to });
    expect((await move(id, 'moved@acme.example')).status).toBe(200);
    const [stale] = await mails();
    expect((await move(id, 'moved-on@acme.example')).status).toBe(200);
    expect(await addressNow()).toBe(address);
    const [proof, told] = await mails();
    expect([proof, told]).toMatchObject([
      { to: 'moved-on@acme.example', template: 'prove-address' },
      { to: address, template: 'address-changed', values: { newAddress: 'moved-on@acme.example' } },
    ]);
    expect(await person.open(await linkIn(stale, 'moved@acme.example'))).toMatchObject({ status: 410 });
    expect(await person.open(await linkIn(proof, 'moved-on@acme.example'))).toMatchObject({
      status: 200,
      json: { purpose: 'address', address: 'moved-on@acme.example' },
    });
    expect(await addressNow()).toBe('moved-on@acme.example');
    expect(await person.open(await linkIn(proof, 'moved-on@acme.example'))).toMatchObject({ status: 410 });
  });

  test('is refused where the organization says so', async () => {
    const strict = await newCompany(muster, { addressChanges: 'refuse' });
    const { id } = await assigned(muster, strict);
    const { status, json } = await move(id, 'new@acme.example', strict.okta);
    expect([status, json.scimType]).toEqual([400, 'mutability']);
    expect((await strict.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'x' }])).status).toBe(200);
  });
});

describe('The rules of an organization', () => {
  test('somebody whom an admin made is the identity provider’s once linked without any change', async () => {
    const later = await newCompany(muster);
    const { id, address } = await made(muster, later);
    const { schemas, userName, emails } = (await later.okta.get(`/Users/${id}`)).json;
    expect((await later.okta.put(`/Users/${id}`, { schemas, userName, emails })).status).toBe(200);
    const renamed = { schemas, userName: `new-${address}`, emails };
    expect((await later.okta.put(`/Users/${id}`, renamed)).status).toBe(200);
    const events = await muster.rows<{ type: unknown }>(
      'SELECT type FROM events WHERE resourceId = ? ORDER BY sequence DESC LIMIT 2',
      [id],
    );
    expect(events.map(({ type }) => String(type))).toEqual(['user.updated', 'user.taken_over']);
  });

  test('no more people than seats, in parallel too; deactivated ones take none', async () => {
    const small = await newCompany(muster, { seatLimit: 3 });
    const post = (index: number) =>
      small.okta.post('/Users', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `s${index}@acme.example`,
      });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => post(index)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, ...Array(6).fill(400)]);
    expect(answers.find(({ status }) => status === 400)!.json.detail).toContain('All 3 seats');
    const { id } = answers.find(({ status }) => status === 201)!.json;
    const set = (value: boolean) => small.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value }]);
    expect((await set(false)).status).toBe(200);
    expect((await post(9)).status).toBe(201);
    expect((await set(true)).status).toBe(400);
    expect((await small.okta.get(`/Users/${id}`)).json.active).toBe(false);
  });

  test('addresses of other domains are refused by name', async () => {
    const own = await newCompany(muster, { allowedDomains: ['acme.example'] });
    const post = (userName: string) =>
      own.okta.post('/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName });
    expect((await post('a@ACME.example')).status).toBe(201);
    for (const userName of ['a@evil.example', 'a@sub.acme.example', 'a@acme.example.evil']) {
      const { status, json } = await post(userName);
      expect([status, json.detail]).toEqual([400, expect.stringContaining('acme.example')]);
    }
  });

  test('the last admin cannot be deactivated or deleted by Okta, two at once leave one', async () => {
    const one = await newCompany(muster);
    const { okta, adminId, admin } = one;
    await adopted(muster, one, adminId);
    expect((await okta.patch(`/Users/${adminId}`, [{ op: 'replace', path: 'active', value: false }])).status).toBe(409);
    expect((await okta.delete(`/Users/${adminId}`)).status).toBe(409);
    expect((await admin.get('/me')).json.status).toBe('confirmed');
    const { id } = await members.makeAdmin(okta.organizationId, 'second@acme.example', OPERATOR);
    const second = new Person(muster.url, okta.organizationId);
    await second.accept(await invitationOf(muster, okta.organizationId, id));
    await adopted(muster, one, id);
    expect((await okta.delete(`/Users/${adminId}`)).status).toBe(409);
    await admin.confirm(id);
    const answers = await Promise.all([adminId, id].map((each) => okta.delete(`/Users/${each}`)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409]);
  });

  test('taking over somebody who was there rewrites no identifiers, and admins are not taken over at all', async () => {
    const own = await newCompany(muster);
    const { okta, adminId } = own;
    const { id, address: userName } = await made(muster, own);
    const found = (await okta.filter('/Users', `userName eq "${userName}"`)).json.Resources[0];
    expect(found.id).toBe(id);
    const put = (body: object, who = id) => okta.put(`/Users/${who}`, { schemas: found.schemas, ...body });
    const emails = [{ value: userName, type: 'work', primary: true }];
    const refused = { status: 400, json: { scimType: 'mutability' } };
    expect(await put({ userName: 'eve@acme.example', emails })).toMatchObject(refused);
    const elsewhere = [{ value: 'eve@acme.example', primary: true }];
    expect(await put({ userName, emails: elsewhere })).toMatchObject(refused);
    expect((await put({ userName, emails, externalId: '00u1' })).status).toBe(200);
    expect((await put({ userName, emails: elsewhere, externalId: '00u1' })).status).toBe(200);
    expect((await members.get(okta.organizationId, id)).address).toBe(userName);
    const boss = {
      userName: 'boss@acme.example',
      emails: [{ value: 'boss@acme.example', type: 'work', primary: true }],
    };
    expect(await put(boss, adminId)).toMatchObject({ status: 403 });
    expect(await put({ ...boss, emails: elsewhere }, adminId)).toMatchObject({ status: 403 });
    expect(await members.get(okta.organizationId, adminId)).toMatchObject({ source: 'admin' });
  });
});
