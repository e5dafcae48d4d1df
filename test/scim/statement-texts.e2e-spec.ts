import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Muster, type Tenant } from '../support/muster.js';

const ROUNDS = 5;

let muster: Muster;
let tenant: Tenant;
beforeAll(async () => {
  muster = await Muster.start();
  tenant = await muster.newTenant();
});
afterAll(() => muster.stop());

/** What a client does day after day, each time with other values. */
async function round(number: number): Promise<void> {
  const [one, other] = [await tenant.newUser(), await tenant.newUser()];
  const group = await tenant.newGroup({ members: [{ value: one.id }] });
  await tenant.patch(`/Users/${one.id}`, [{ op: 'replace', path: 'title', value: `Dr ${number}` }]);
  await tenant.patch(`/Users/${one.id}`, [{ op: 'replace', path: 'active', value: false }]);
  await tenant.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [{ value: other.id }] }]);
  await tenant.get(`/Users?startIndex=${number}&count=2`);
  await tenant.get(`/Users?filter=${encodeURIComponent(`userName eq "${other.userName}"`)}`);
  await tenant.delete(`/Users/${other.id}`);
  await tenant.delete(`/Groups/${group.id}`);
}

test('values are bound to statements and never written into them, so that a prepared one can be used again', async () => {
  const sent = await muster.statements.allDuring(async () => {
    for (let number = 1; number <= ROUNDS; number += 1) await round(number);
  });
  const alike = new Map<string, Set<string>>();
  for (const { text } of sent) {
    const form = text.replaceAll(/\b\d+\b/g, '#');
    alike.set(form, (alike.get(form) ?? new Set()).add(text));
  }
  const rewritten = [...alike.values()].filter((texts) => texts.size > 1).map((texts) => [...texts]);
  expect(rewritten).toEqual([]);
});
