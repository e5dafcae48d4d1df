import { beforeAll, describe, expect, test } from '@jest/globals';
import { MembersService } from '../../src/onboarding/members.service.js';
import { mailsOn } from '../support/made-people.js';
import { withMuster } from '../support/muster.js';
import { type Company, confirmed, newCompany } from '../support/organization.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});

/** Asks for a link at an address. @returns where links to somebody went */
async function linksTo(id: string, address: string): Promise<string[]> {
  const path = `${muster.url}/api/v1/organizations/${company.okta.organizationId}/sign-in-links`;
  const headers = { 'Content-Type': 'application/json' };
  const { status } = await fetch(path, { method: 'POST', headers, body: JSON.stringify({ address }) });
  expect(status).toBe(202);
  return (await mailsOn(muster, `sign-in:${id}`)).map(({ to }) => to);
}

/** Somebody who is known by another userName than the address, with that address taken by a row of SCIM. */
async function squatted() {
  const one = await confirmed(muster, company);
  await company.okta.patch(`/Users/${one.id}`, [{ op: 'replace', path: 'userName', value: `name of ${one.id}` }]);
  const emails = [{ value: 'stranger@evil.example', primary: true }];
  const { status } = await company.okta.post('/Users', { schemas: [USER], userName: one.address, emails });
  expect(status).toBe(201);
  return one;
}

describe('Somebody who has proven an address is sent the link to sign in with', () => {
  test('while SCIM gives the address to somebody else as userName', async () => {
    const { id, address } = await squatted();
    expect(await linksTo(id, address)).toEqual([address]);
  });

  test('while SCIM gives the address to others as an e-mail', async () => {
    const { id, address } = await confirmed(muster, company);
    const emails = [{ value: address, primary: true }];
    for (const userName of [`first of ${id}`, `second of ${id}`])
      await company.okta.post('/Users', { schemas: [USER], userName, emails });
    expect(await linksTo(id, address.toUpperCase())).toEqual([address]);
  });

  test('after SCIM has written another address and userName, and nobody else is', async () => {
    const { id, address } = await confirmed(muster, company);
    const elsewhere = 'elsewhere@acme.example';
    await company.okta.patch(`/Users/${id}`, [
      { op: 'replace', value: { userName: elsewhere, emails: [{ value: elsewhere, primary: true }] } },
    ]);
    expect(await linksTo(id, address)).toEqual([address]);
  });

  test('also when somebody types the address that SCIM has', async () => {
    const { id, address } = await confirmed(muster, company);
    const emails = [{ value: `new-${address}`, primary: true }];
    await company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'emails', value: emails }]);
    expect(await linksTo(id, `new-${address}`)).toEqual([address]);
  });
});

test('A name that SCIM has given to two people stands for neither of them, and both are named', async () => {
  const { id, address } = await squatted();
  const members = muster.app.get(MembersService);
  await expect(members.get(company.okta.organizationId, address)).rejects.toMatchObject({
    status: 409,
    reason: 'several_people',
    message: expect.stringMatching(new RegExp(`${id}.*whose mail goes to ${address}`)),
  });
});
