import type { Tenant, Muster } from './muster.js';
import { OPERATOR } from '../../src/events/actor.js';
import { MembersService } from '../../src/onboarding/members.service.js';
import type { OrganizationSettings } from '../../src/organizations/organization-settings.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { AdoptionsService } from '../../src/users/adoption/adoptions.service.js';
import { Person } from './person.js';

let serial = 0;

/** An organization with an admin who has made its key, and Okta's key to it. */
export interface Company {
  readonly okta: Tenant;
  readonly admin: Person;
  readonly adminId: string;
}

export async function newCompany(muster: Muster, settings: Partial<OrganizationSettings> = {}): Promise<Company> {
  const okta = await muster.newTenant();
  const { organizationId } = okta;
  const { id: adminId } = await muster.app.get(MembersService).makeAdmin(organizationId, 'boss@acme.example', OPERATOR);
  const admin = new Person(muster.url, organizationId);
  await admin.accept(await invitationOf(muster, organizationId, adminId));
  if (Object.keys(settings).length > 0)
    await muster.app.get(OrganizationsService).changeSettings(organizationId, settings, OPERATOR);
  return { okta, admin, adminId };
}

/** The link that somebody's newest invitation brings. */
export async function invitationOf(muster: Muster, organizationId: string, userId: string): Promise<string> {
  const link = await muster.app.get(MembersService).invitationUrl(organizationId, userId);
  if (!link) throw new Error('There is no invitation that is open');
  return link;
}

/** Lets Okta take somebody over whom an admin made, as it does with its next write. */
export async function adopted(muster: Muster, { okta }: Company, id: string): Promise<void> {
  await muster.app.get(AdoptionsService).approve(okta.organizationId, id, OPERATOR);
  const { status } = await okta.patch(`/Users/${id}`, [{ op: 'add', path: 'externalId', value: `adopted ${id}` }]);
  if (status !== 200) throw new Error(`Linking was answered with ${status}`);
}

/** Somebody whom Okta has assigned, with the link of the invitation. */
export async function assigned(muster: Muster, { okta }: Company, attributes: object = {}) {
  serial += 1;
  const address = `p${serial}@acme.example`;
  const emails = [{ value: address, type: 'work', primary: true }];
  const { id } = await okta.newUser({ userName: address, displayName: `Person ${serial}`, emails, ...attributes });
  const person = new Person(muster.url, okta.organizationId);
  return { id, person, address, link: () => invitationOf(muster, okta.organizationId, id) };
}

/** Somebody who has accepted, and waits. */
export async function accepted(muster: Muster, company: Company) {
  const one = await assigned(muster, company);
  await one.person.accept(await one.link());
  return one;
}

export async function confirmed(muster: Muster, company: Company) {
  const one = await accepted(muster, company);
  await company.admin.confirm(one.id);
  return one;
}
