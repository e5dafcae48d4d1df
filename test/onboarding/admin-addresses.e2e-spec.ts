import { beforeEach, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { LinksService } from '../../src/messaging/links/links.service.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import { mailsOn } from '../support/made-people.js';
import { withMuster } from '../support/muster.js';
import { accepted, adopted, type Company, confirmed, newCompany } from '../support/organization.js';
import { Person } from '../support/person.js';

const EVE = 'eve@evil.example';

const muster = withMuster();
let company: Company;
beforeEach(async () => {
  company = await newCompany(muster);
});

const addressOf = async (id: string) =>
  (await muster.app.get(MembersService).get(company.okta.organizationId, id)).address;
const promote = (id: string) => muster.app.get(MembersService).promote(company.okta.organizationId, id, OPERATOR);
const move = async (id: string, value: string) => {
  const emails = [{ value, type: 'work', primary: true }];
  expect((await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails', value: emails }])).status).toBe(
    200,
  );
};
/** The link that the newest mail to an address brings. */
async function linkTo(id: string, address: string): Promise<string> {
  const mail = (await mailsOn(muster, `address:${id}`)).findLast(({ to }) => to === address)!;
  const ref = { organizationId: company.okta.organizationId, id: mail.link!.id, purpose: 'address', address } as const;
  return muster.app.get(LinksService).url(ref);
}
const stranger = () => new Person(muster.url, company.okta.organizationId);
const refused = { status: 403, json: { reason: 'sign_in_needed', detail: expect.stringContaining('Sign in') } };

describe('The proven address of an admin, which the identity provider moves,', () => {
  test('stays when a stranger opens the link there, signed in as nobody, as another member or admin', async () => {
    const { id, address } = await confirmed(muster, company);
    await promote(id);
    await move(id, EVE);
    const link = await linkTo(id, EVE);
    const other = await confirmed(muster, company);
    for (const each of [stranger(), other.person, company.admin]) expect(await each.open(link)).toMatchObject(refused);
    expect(await addressOf(id)).toBe(address);
  });

  test('stays when the admin’s session has ended, by signing out or by age', async () => {
    const { id, address, person } = await confirmed(muster, company);
    await promote(id);
    await move(id, EVE);
    const link = await linkTo(id, EVE);
    await muster.rows('UPDATE sessions SET expiresAt = 1 WHERE userId = ?', [id]);
    expect(await person.open(link)).toMatchObject(refused);
    await person.signIn();
    expect((await person.send('DELETE', '/sessions/current')).status).toBe(204);
    expect(await person.open(link)).toMatchObject(refused);
    expect(await addressOf(id)).toBe(address);
  });

  test('moves once the admin opens the link signed in with the own key, which was not used up by strangers', async () => {
    const { id, person } = await confirmed(muster, company);
    await promote(id);
    await move(id, 'moved@acme.example');
    const link = await linkTo(id, 'moved@acme.example');
    expect(await stranger().open(link)).toMatchObject(refused);
    expect(await person.open(link)).toMatchObject({ status: 200, json: { address: 'moved@acme.example' } });
    expect(await addressOf(id)).toBe('moved@acme.example');
  });

  test('stays also of an admin whom an admin made and the provider adopted, or who waits to be confirmed', async () => {
    await adopted(muster, company, company.adminId);
    const waiting = await accepted(muster, company);
    await promote(waiting.id);
    for (const id of [company.adminId, waiting.id]) {
      const before = await addressOf(id);
      await move(id, EVE);
      expect(await stranger().open(await linkTo(id, EVE))).toMatchObject(refused);
      expect(await addressOf(id)).toBe(before);
    }
  });

  test('is told of it, and both mails say that the link takes a sign-in', async () => {
    const { id, address } = await confirmed(muster, company);
    await promote(id);
    await move(id, EVE);
    expect(await mailsOn(muster, `address:${id}`)).toMatchObject([
      { to: EVE, template: 'prove-address', values: { needsSignIn: true } },
      { to: address, template: 'address-changed', values: { newAddress: EVE, needsSignIn: true } },
    ]);
  });

  test('stays when somebody becomes an admin after the mail was sent, and before the link is opened', async () => {
    const { id, address } = await confirmed(muster, company);
    await move(id, EVE);
    const link = await linkTo(id, EVE);
    await promote(id);
    expect(await stranger().open(link)).toMatchObject(refused);
    expect(await addressOf(id)).toBe(address);
  });
});

test('The address of a member who is no admin moves by the link alone, as before', async () => {
  const { id } = await confirmed(muster, company);
  await move(id, 'moved@acme.example');
  expect((await stranger().open(await linkTo(id, 'moved@acme.example'))).status).toBe(200);
  expect(await addressOf(id)).toBe('moved@acme.example');
});
