import { expect } from '@jest/globals';
import { AdminsService } from '../../src/access/admins/admins.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import type { Muster } from './muster.js';
import { type Company, confirmed, newCompany } from './organization.js';
import { Person } from './person.js';

/** Method, path below the organization, and body. */
export type AdminRoute = readonly [string, string, object?];

/** Somebody with an account that administers one organization, at the URLs of another or of the same. */
export async function newAccount(muster: Muster, of: string, at = of): Promise<Person> {
  const admins = muster.app.get(AdminsService);
  const who = { email: `boss@${of}.example`, name: 'Boss', organizationId: of };
  const { url } = await admins.invite(who, OPERATOR);
  const token = new URL(url.replace('#', '')).searchParams.get('token')!;
  const { cookie } = await admins.welcome(token, who.name, 'nine-purple-otters-sing', { address: '', agent: '' });
  const person = new Person(muster.url, at);
  person.cookie = `__Host-muster_admin=${cookie}`;
  return person;
}

/** That routes are for admins of the organization alone. */
export async function expectAdminsOnly(muster: Muster, company: Company, routes: readonly AdminRoute[]): Promise<void> {
  const { organizationId } = company.okta;
  const other = await newCompany(muster);
  const signedOut = new Person(muster.url, organizationId);
  const stranger = new Person(muster.url, organizationId);
  stranger.cookie = other.admin.cookie;
  const { person: member } = await confirmed(muster, company);
  const account = await newAccount(muster, other.okta.organizationId, organizationId);
  for (const [method, path, body] of routes) {
    const answers = [];
    for (const person of [signedOut, stranger, member, account]) {
      const { status, json } = await person.send(method, path, body);
      answers.push([status, json.reason]);
    }
    const expected = [
      [401, 'signed_out'],
      [401, 'signed_out'],
      [403, 'not_admin'],
      [404, 'unknown'],
    ];
    expect([method, path, answers]).toEqual([method, path, expected]);
  }
}
