import { describe, expect, test } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { expectAdminsOnly } from '../support/admin-routes.js';
import { assignMany, deactivateAll, eventsOf, guardedCompany, isActive } from '../support/breaker.js';
import { withMuster } from '../support/muster.js';
import type { Company } from '../support/organization.js';

const HELD = 6;

const muster = withMuster();

/** A company that has lost three people, with the ids of others whose removal is held, sorted. */
async function withHeld(): Promise<{ company: Company; held: string[] }> {
  const company = await guardedCompany(muster);
  const ids = await assignMany(muster, company, 3 + HELD);
  await deactivateAll(company.okta, ids);
  return { company, held: ids.slice(3).toSorted() };
}

test('An admin sees what the breaker holds, page by page', async () => {
  const { company, held } = await withHeld();
  const { admin, okta } = company;
  const status = (await admin.get('/breaker')).json;
  expect(status).toMatchObject({ mode: 'hold', passed: 3, limit: 3, held: HELD });
  expect(Date.parse(status.tripped)).not.toBeNaN();
  const first = (await admin.get('/breaker/held?limit=4')).json;
  expect(first.removals).toHaveLength(4);
  const { json: second } = await admin.get(`/breaker/held?limit=4&after=${first.next}`);
  expect(second).toMatchObject({ next: null });
  const removals = [...first.removals, ...second.removals];
  expect(removals.map(({ userId }) => userId)).toEqual(held);
  expect(removals[0]).toEqual({
    userId: held[0],
    userName: expect.stringMatching(/@acme\.example$/),
    displayName: expect.stringMatching(/^Person /),
    kind: 'deactivate',
    firstAsked: expect.stringMatching(/Z$/),
    lastAsked: expect.stringMatching(/Z$/),
    times: 1,
    keyId: okta.keyId,
    version: expect.any(String),
  });
});

describe('An admin decides', () => {
  test('for some, in their own name, and says so of each once', async () => {
    const { company, held } = await withHeld();
    const { admin, adminId, okta } = company;
    const [one, two, three, four, five] = held as [string, string, string, string, string];
    const released = await admin.post('/breaker/release', { ids: [one, two, one, uuid()] });
    expect(released).toMatchObject({ status: 200, json: { done: 2, failed: [] } });
    expect(await admin.post('/breaker/discard', { ids: [three] })).toMatchObject({
      status: 200,
      json: { done: 1, failed: [] },
    });
    expect(await Promise.all([one, two, three, four, five].map((id) => isActive(company, id)))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
    expect((await admin.get('/breaker')).json.held).toBe(HELD - 3);
    const events = await eventsOf(muster, okta.organizationId, 'breaker.released', 'breaker.discarded');
    expect(events.map(({ type, actor, data }) => [type, actor.kind, actor.id, data.people])).toEqual([
      ['breaker.released', 'member', adminId, 2],
      ['breaker.discarded', 'member', adminId, 1],
    ]);
    expect(await admin.post('/breaker/release', { ids: [one] })).toMatchObject({ status: 200, json: { done: 0 } });
  });

  test('and nothing about another organization’s people', async () => {
    const { company } = await withHeld();
    const other = await withHeld();
    const answer = await company.admin.post('/breaker/release', { ids: other.held });
    expect(answer).toMatchObject({ status: 200, json: { done: 0, failed: [] } });
    expect(await Promise.all(other.held.map((id) => isActive(other.company, id)))).toEqual(other.held.map(() => true));
  });

  test.each<[string, object]>([
    ['no ids', {}],
    ['none', { ids: [] }],
    ['too many', { ids: Array.from({ length: 101 }, () => uuid()) }],
    ['what is no id', { ids: ['é'] }],
    ['one that is no list', { ids: uuid() }],
    ['something else', { ids: [uuid()], all: true }],
  ])('about %s, which is refused', async (_, body) => {
    const { admin } = await guardedCompany(muster);
    for (const what of ['release', 'discard'])
      expect(await admin.post(`/breaker/${what}`, body)).toMatchObject({ status: 400, json: { reason: 'invalid' } });
  });
});

test('The breaker is for admins of the organization', async () => {
  const company = await guardedCompany(muster);
  const body = { ids: [uuid()] };
  await expectAdminsOnly(muster, company, [
    ['GET', '/breaker'],
    ['GET', '/breaker/held'],
    ['POST', '/breaker/release', body],
    ['POST', '/breaker/discard', body],
  ]);
  for (const query of ['limit=501', 'after=%C3%A9'])
    expect((await company.admin.get(`/breaker/held?${query}`)).status).toBe(400);
});
