import { beforeAll, describe, expect, test } from '@jest/globals';
import { mailsOn } from '../support/made-people.js';
import { withMuster } from '../support/muster.js';
import { accepted, assigned, type Company, newCompany } from '../support/organization.js';

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});

/** Moves somebody from one address to the next, while what is due goes out at once. @returns how many mails each address got */
async function moved(topic: string, id: string, addresses: readonly string[]): Promise<Record<string, number>> {
  for (const value of addresses) {
    const { status } = await company.okta.patch(`/Users/${id}`, [
      { op: 'replace', path: 'emails[type eq "work"].value', value },
    ]);
    expect(status).toBe(200);
    await muster.rows(
      "UPDATE outbox SET state = 'sent', sentAt = ? WHERE topic = ? AND state = 'waiting' AND dueAt <= ?",
      [Date.now(), topic, Date.now()],
    );
  }
  const sent = await muster.rows<{ payload: string }>("SELECT payload FROM outbox WHERE topic = ? AND state = 'sent'", [
    topic,
  ]);
  const counts: Record<string, number> = {};
  for (const { payload } of sent) {
    const to = (JSON.parse(payload) as { to: string }).to.toLowerCase();
    counts[to] = (counts[to] ?? 0) + 1;
  }
  return counts;
}

const times = <T>(number: number, of: readonly T[]) => Array.from({ length: number }, () => of).flat();

describe('An address that the identity provider moves to and fro brings one mail', () => {
  test('to the new one and to the proven one, of somebody who has accepted', async () => {
    const { id, address } = await accepted(muster, company);
    const counts = await moved(`address:${id}`, id, times(8, ['other@acme.example', address]));
    expect(counts).toEqual({ 'other@acme.example': 1, [address]: 1 });
  });

  test('to the proven one, however many new ones there are, and the last of them is still told of', async () => {
    const { id, address } = await accepted(muster, company);
    const others = Array.from({ length: 8 }, (_, index) => `other${index}@acme.example`);
    const counts = await moved(`address:${id}`, id, others);
    expect(counts).toEqual({ ...Object.fromEntries(others.map((other) => [other, 1])), [address]: 1 });
    const mails = await mailsOn(muster, `address:${id}`);
    expect(mails.at(-1)).toMatchObject({ to: address, values: { newAddress: 'other7@acme.example' } });
  });

  test('also when it is written in other letter cases, of somebody who is invited', async () => {
    const { id, address } = await assigned(muster, company);
    const counts = await moved(`invitation:${id}`, id, times(4, [address.toUpperCase(), address]));
    expect(counts).toEqual({ [address]: 1 });
  });
});
