import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import {
  assignMany,
  deactivateAll,
  eventsOf,
  guardedCompany,
  isActive,
  Operator,
  setActive,
  tripMailsOf,
} from '../support/breaker.js';
import { Muster } from '../support/muster.js';
import { adopted, type Company, confirmed } from '../support/organization.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

let muster: Muster;
let operator: Operator;
beforeAll(async () => {
  muster = await Muster.start();
  operator = await Operator.of(muster);
}, 60_000);
afterAll(async () => {
  await operator.stop();
  await muster.stop();
});

/** A company that has lost one person, with some whose removal is held. */
async function withHeld(count: number): Promise<{ company: Company; organizationId: string; held: string[] }> {
  const company = await guardedCompany(muster, { breakerPeople: 1 });
  const [first, ...held] = await assignMany(muster, company, count + 1);
  await deactivateAll(company.okta, [first!]);
  expect(await deactivateAll(company.okta, held)).toEqual(held.map(() => 429));
  return { company, organizationId: company.okta.organizationId, held };
}

describe('What is held', () => {
  test('is one row, however often the identity provider tries again', async () => {
    const { company, organizationId, held } = await withHeld(1);
    const answers = [];
    for (let retry = 0; retry < 3; retry += 1) answers.push((await setActive(company.okta, held[0]!, false)).status);
    expect(answers).toEqual([429, 429, 429]);
    const { keyId } = company.okta;
    expect(await operator.held(organizationId)).toEqual([{ userId: held[0], kind: 'deactivate', times: 4, keyId }]);
    expect((await company.okta.delete(`/Users/${held[0]}`)).status).toBe(429);
    expect(await operator.held(organizationId)).toEqual([{ userId: held[0], kind: 'delete', times: 5, keyId }]);
    expect(await operator.status(organizationId)).toMatchObject({ passed: 1, held: 1 });
    expect(await eventsOf(muster, organizationId, 'user.removal_held')).toHaveLength(1);
  });

  test.each<[string, (company: Company, id: string) => Promise<{ status: number }>]>([
    ['a PATCH that says active', ({ okta }, id) => setActive(okta, id, true)],
    [
      'a PUT that says active',
      async ({ okta }, id) => {
        const { userName, emails } = (await okta.get(`/Users/${id}`)).json;
        return okta.put(`/Users/${id}`, { schemas: [USER], userName, emails, active: true });
      },
    ],
    ['an admin who restores', ({ admin }, id) => admin.post(`/members/${id}/restore`)],
  ])('is forgotten after %s, and the person keeps access', async (_what, say) => {
    const { company, organizationId, held } = await withHeld(2);
    expect((await say(company, held[0]!)).status).toBe(200);
    expect(await operator.heldIds(organizationId)).toEqual([held[1]]);
    expect(await isActive(company, held[0]!)).toBe(true);
    expect(await eventsOf(muster, organizationId, 'user.hold_ended')).toMatchObject([
      { resourceId: held[0], data: { because: 'active' } },
    ]);
    expect(await operator.release(organizationId)).toMatchObject({ total: 1, done: 1 });
    expect(await isActive(company, held[0]!)).toBe(true);
  });

  test('stays when the identity provider changes something else of the person', async () => {
    const { company, organizationId, held } = await withHeld(1);
    const { okta } = company;
    const { userName, emails } = (await okta.get(`/Users/${held[0]}`)).json;
    const title = [{ op: 'replace', path: 'title', value: 'CTO' }];
    expect((await okta.patch(`/Users/${held[0]}`, title)).status).toBe(200);
    expect((await okta.put(`/Users/${held[0]}`, { schemas: [USER], userName, emails, title: 'CFO' })).status).toBe(200);
    expect(await operator.heldIds(organizationId)).toEqual(held);
    expect((await okta.get(`/Users/${held[0]}`)).json).toMatchObject({ active: true, title: 'CFO' });
    expect(await operator.release(organizationId)).toMatchObject({ done: 1 });
    expect(await isActive(company, held[0]!)).toBe(false);
  });

  test.each<[string, (company: Company, id: string) => Promise<{ status: number }>, number]>([
    ['revokes', ({ admin }, id) => admin.post(`/members/${id}/revoke`), 200],
    ['removes', ({ admin }, id) => admin.send('DELETE', `/members/${id}`), 204],
  ])('is done once an admin %s the person', async (_what, act, status) => {
    const { company, organizationId, held } = await withHeld(1);
    expect((await act(company, held[0]!)).status).toBe(status);
    expect(await operator.heldIds(organizationId)).toEqual([]);
    expect(await muster.rows('SELECT userId FROM held_removals WHERE organizationId = ?', [organizationId])).toEqual(
      [],
    );
  });

  test('passes once the organization holds no more', async () => {
    const { company, organizationId, held } = await withHeld(2);
    await muster.app.get(OrganizationsService).changeSettings(organizationId, { breakerMode: 'alert' }, OPERATOR);
    expect(await deactivateAll(company.okta, held)).toEqual([200, 200]);
    expect(await operator.heldIds(organizationId)).toEqual([]);
  });
});

describe('A release', () => {
  test('makes every removal as a request would, in the operator’s name, and lets the window begin anew', async () => {
    const company = await guardedCompany(muster, { breakerPeople: 1 });
    const { okta } = company;
    const { organizationId } = okta;
    const member = await confirmed(muster, company);
    const [first, deleted] = await assignMany(muster, company, 2);
    const group = await okta.newGroup({ members: [{ value: member.id }, { value: deleted }] });
    await deactivateAll(okta, [first!]);
    expect((await setActive(okta, member.id, false)).status).toBe(429);
    expect((await okta.delete(`/Users/${deleted}`)).status).toBe(429);
    expect((await member.person.get('/me')).status).toBe(200);

    expect(await operator.release(organizationId)).toEqual({ total: 2, done: 2, failed: [] });

    expect((await member.person.get('/me')).status).not.toBe(200);
    expect(await isActive(company, member.id)).toBe(false);
    expect((await okta.get(`/Users/${deleted}`)).status).toBe(404);
    expect(await okta.membersOf(group.id)).toEqual([member.id]);
    expect(await operator.status(organizationId)).toMatchObject({ passed: 0, held: 0, trippedAt: null });
    const events = await eventsOf(
      muster,
      organizationId,
      'breaker.released',
      'user.deactivated',
      'user.deleted',
      'user.hold',
    );
    const byOperator = events.filter(({ actor }) => actor.kind === 'operator');
    expect(byOperator.map(({ type, resourceId, data }) => [type, resourceId, data.because ?? data.people])).toEqual(
      expect.arrayContaining([
        ['breaker.released', organizationId, 2],
        ['user.hold_ended', member.id, 'deactivated'],
        ['user.deactivated', member.id, undefined],
        ['user.hold_ended', deleted, 'deleted'],
        ['user.deleted', deleted, undefined],
      ]),
    );
    const retries = [await setActive(okta, member.id, false), await okta.delete(`/Users/${deleted}`)];
    expect(retries.map(({ status }) => status)).toEqual([200, 404]);
  });

  test('of some people leaves the others held, and the window as it is', async () => {
    const { company, organizationId, held } = await withHeld(3);
    expect(await operator.release(organizationId, [held[1]!])).toMatchObject({ total: 1, done: 1 });
    expect(await operator.heldIds(organizationId)).toEqual([held[0], held[2]].toSorted());
    expect(await isActive(company, held[1]!)).toBe(false);
    expect(await deactivateAll(company.okta, [held[0]!])).toEqual([429]);
  });

  test('leaves held what an organization does not let happen, and says why', async () => {
    const company = await guardedCompany(muster, { breakerPeople: 1 });
    const { okta, adminId } = company;
    await adopted(muster, company, adminId);
    const [first, other] = await assignMany(muster, company, 2);
    await deactivateAll(okta, [first!]);
    await deactivateAll(okta, [adminId, other!]);
    const { total, done, failed } = await operator.release(okta.organizationId);
    expect([total, done]).toEqual([2, 1]);
    expect(failed).toEqual([
      { userId: adminId, userName: 'boss@acme.example', reason: expect.stringContaining('last admin') },
    ]);
    expect(await operator.heldIds(okta.organizationId)).toEqual([adminId]);
  });
});

describe('A discard', () => {
  test('forgets what is held; further tries for these people are held again without another mail', async () => {
    const { company, organizationId, held } = await withHeld(3);
    expect(await operator.discard(organizationId, [held[0]!])).toMatchObject({ total: 1, done: 1 });
    expect(await operator.discard(organizationId)).toMatchObject({ total: 2, done: 2 });
    expect(await operator.heldIds(organizationId)).toEqual([]);
    expect(await operator.release(organizationId)).toMatchObject({ total: 0, done: 0 });
    for (const id of held) expect(await isActive(company, id)).toBe(true);

    expect(await deactivateAll(company.okta, held)).toEqual([429, 429, 429]);
    expect(await operator.heldIds(organizationId)).toEqual(held.toSorted());
    expect(await tripMailsOf(muster, organizationId)).toHaveLength(1);
    const decisions = await eventsOf(muster, organizationId, 'breaker.');
    expect(decisions.map(({ type, data }) => [type, data.people])).toEqual([
      ['breaker.tripped', 5],
      ['breaker.discarded', 1],
      ['breaker.discarded', 2],
      ['breaker.released', 0],
    ]);
  });

  test('is no obstacle once the identity provider has said that the person is active', async () => {
    const { company, organizationId, held } = await withHeld(1);
    await operator.discard(organizationId);
    await operator.release(organizationId);
    expect((await setActive(company.okta, held[0]!, true)).status).toBe(200);
    expect(await deactivateAll(company.okta, held)).toEqual([200]);
  });
});
