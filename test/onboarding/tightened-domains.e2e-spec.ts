import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { LinksService } from '../../src/messaging/links/links.service.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { withMuster } from '../support/muster.js';
import { accepted, assigned, type Company, confirmed, newCompany } from '../support/organization.js';

const muster = withMuster();
let company: Company;

const allow = (domains: string[] | null) =>
  muster.app
    .get(OrganizationsService)
    .changeSettings(company.okta.organizationId, { allowedDomains: domains, breakerMode: 'off' }, OPERATOR);
const TIGHTENED = ['other.example'];
const setActive = (id: string, value: boolean) =>
  company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value }]);
const statusOf = async (id: string) =>
  (await company.admin.get('/members')).json.members.find((member: { id: string }) => member.id === id).status;

describe('Once the domain of somebody is no longer allowed', () => {
  beforeAll(async () => {
    company = await newCompany(muster);
  });

  test('the invitation is not sent again, and the one that was sent opens nothing until the domain is back', async () => {
    await allow(null);
    const { id, person, link } = await assigned(muster, company);
    const url = await link();
    await allow(TIGHTENED);
    const resent = await company.admin.post(`/members/${id}/resend`);
    expect([resent.status, resent.json.reason]).toEqual([409, 'domain_not_allowed']);
    const refused = { status: 403, json: { reason: 'domain_not_allowed' } };
    expect(await person.open(url)).toMatchObject(refused);
    expect(await person.accept(url)).toMatchObject(refused);
    expect(await statusOf(id)).toBe('invited');
    await allow(['acme.example']);
    expect((await person.accept(url)).status).toBe(201);
  });

  test('nobody who was staged is invited', async () => {
    await allow(null);
    const { organizationId } = company.okta;
    const settings = muster.app.get(OrganizationsService);
    await settings.changeSettings(organizationId, { invitesLater: true }, OPERATOR);
    const { id } = await assigned(muster, company);
    await settings.changeSettings(organizationId, { invitesLater: false }, OPERATOR);
    await allow(TIGHTENED);
    expect(await company.admin.post(`/members/${id}/invite`)).toMatchObject({ status: 409 });
    expect(await statusOf(id)).toBe('staged');
  });

  test.each([
    ['invited', assigned],
    ['accepted', accepted],
    ['confirmed', confirmed],
  ])('nobody who was %s is restored, by the identity provider or by an admin', async (status, make) => {
    await allow(null);
    const { id } = await make(muster, company);
    await setActive(id, false);
    await allow(TIGHTENED);
    expect(await setActive(id, true)).toMatchObject({ status: 400, json: { scimType: 'invalidValue' } });
    expect((await company.admin.post(`/members/${id}/restore`)).status).toBe(400);
    expect(await statusOf(id)).toBe('revoked');
    await allow(['acme.example']);
    expect((await setActive(id, true)).status).toBe(200);
    expect(await statusOf(id)).toBe(status);
  });

  test('who is a member stays one, and other things of them change', async () => {
    await allow(null);
    const { id, person } = await confirmed(muster, company);
    await allow(TIGHTENED);
    expect((await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'Chief' }])).status).toBe(
      200,
    );
    expect((await person.get('/me')).json.status).toBe('confirmed');
  });

  test('another address is not proven, nor taken', async () => {
    await allow(null);
    const { id, person, address } = await confirmed(muster, company);
    const to = `moved-${address}`;
    const move = (value: string) =>
      company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails[type eq "work"].value', value }]);
    expect((await move(to)).status).toBe(200);
    const [row] = await muster.rows<{ id: string }>("SELECT id FROM links WHERE userId = ? AND purpose = 'address'", [
      id,
    ]);
    const { organizationId } = company.okta;
    const url = await muster.app
      .get(LinksService)
      .url({ organizationId, id: row!.id, purpose: 'address', address: to });
    await allow(TIGHTENED);
    expect(await person.open(url)).toMatchObject({ status: 403, json: { reason: 'domain_not_allowed' } });
    expect((await person.get('/me')).json.address).toBe(address);
    expect((await move('again@acme.example')).status).toBe(400);
    await allow(['acme.example']);
    expect((await person.open(url)).status).toBe(200);
  });

  test('a key is not reset for an invitation that nobody could accept', async () => {
    await allow(null);
    const { id, person } = await confirmed(muster, company);
    await allow(TIGHTENED);
    expect((await company.admin.post(`/members/${id}/reset-key`)).status).toBe(409);
    expect(await person.opensKey()).toBe(true);
  });
});
