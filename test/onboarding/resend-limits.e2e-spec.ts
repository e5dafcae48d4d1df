import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { clock } from '../../src/platform/database/clock.js';
import { invitedAt } from '../support/made-people.js';
import { withMuster } from '../support/muster.js';
import { accepted, assigned, type Company, newCompany } from '../support/organization.js';
import { Person } from '../support/person.js';

const muster = withMuster({ TRUST_PROXY: '1' });
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('An admin who sends an invitation again and again', () => {
  const resend = (id: string) => company.admin.post(`/members/${id}/resend`);

  test('is told to wait a minute after the first time, alone or among others, and no link is made', async () => {
    const [one, other] = [await assigned(muster, company), await assigned(muster, company)];
    expect((await resend(one.id)).status).toBe(200);
    const before = await invitedAt(muster, one.id);
    const again = await resend(one.id);
    expect([again.status, again.json.reason]).toEqual([429, 'too_soon']);
    const both = await company.admin.post('/member-actions', { action: 'resend', ids: [one.id, other.id] });
    expect(both.json.results).toMatchObject([
      { id: one.id, ok: false, reason: 'too_soon' },
      { id: other.id, ok: true },
    ]);
    expect(await invitedAt(muster, one.id)).toEqual(before);
    expect((await one.person.open(await one.link())).status).toBe(200);
  });

  test('learns by Retry-After when it can be sent, and it can then', async () => {
    const { id } = await assigned(muster, company);
    expect((await resend(id)).status).toBe(200);
    const { organizationId } = company.okta;
    const response = await fetch(`${muster.url}/api/v1/organizations/${organizationId}/members/${id}/resend`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: company.admin.cookie },
      body: '{}',
    });
    const seconds = Number(response.headers.get('retry-after'));
    expect([response.status, seconds > 0 && seconds <= 60]).toEqual([429, true]);
    const now = clock.now();
    jest.spyOn(clock, 'now').mockReturnValue(now + seconds * 1_000);
    expect((await resend(id)).status).toBe(200);
  });
});

describe('Sign-in links', () => {
  const ask = (address: string, from: string) =>
    new Person(muster.url, company.okta.organizationId).send(
      'POST',
      '/sign-in-links',
      { address },
      { 'X-Forwarded-For': from },
    );

  test('are asked for from one network thirty times in a quarter of an hour, whoever they are for', async () => {
    const { address } = await accepted(muster, company);
    const statuses: number[] = [];
    for (let n = 0; n < 31; n += 1) statuses.push((await ask(`nobody${n}@acme.example`, `2001:db8::${n + 1}`)).status);
    expect(statuses).toEqual([...Array(30).fill(202), 429]);
    expect((await ask(address, '2001:db8::99')).json.reason).toBe('too_many_attempts');
    expect((await ask(address, '192.0.2.7')).status).toBe(202);
  });
});
