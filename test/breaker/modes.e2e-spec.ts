import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
import { newCompany } from '../support/organization.js';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
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

describe('A breaker that holds', () => {
  test('lets removals up to the limit pass at once, and answers further ones with a SCIM error that says what to do', async () => {
    const company = await guardedCompany(muster);
    const { organizationId } = company.okta;
    const ids = await assignMany(muster, company, 4);
    expect(await deactivateAll(company.okta, ids.slice(0, 3))).toEqual([200, 200, 200]);
    const { status, headers, json } = await setActive(company.okta, ids[3]!, false);
    expect([status, headers.get('retry-after'), headers.get('content-type')]).toEqual([
      429,
      '30',
      expect.stringContaining('application/scim+json'),
    ]);
    expect(json).toEqual({ schemas: [ERROR], status: '429', detail: expect.any(String) });
    expect(json.detail).toContain('lets 3 of 5 people be deactivated or deleted in 60 minutes (3 were)');
    expect(json.detail).toContain(`"muster breaker release ${organizationId} --all"`);
    expect(await isActive(company, ids[3]!)).toBe(true);
    expect(await operator.status(organizationId)).toMatchObject({
      mode: 'hold',
      passed: 3,
      limit: 3,
      people: 5,
      held: 1,
    });
  });

  test('tells of the first that is held, in one mail and one event, however many follow', async () => {
    const company = await guardedCompany(muster);
    const { organizationId, keyId } = company.okta;
    const ids = await assignMany(muster, company, 8);
    await deactivateAll(company.okta, ids);
    const mails = await tripMailsOf(muster, organizationId);
    expect(mails).toEqual([
      {
        to: 'boss@acme.example',
        template: 'breaker-tripped',
        values: {
          organization: 'Acme',
          organizationId,
          person: 'boss@acme.example',
          isHeld: true,
          passed: 3,
          limit: 3,
          people: 9,
          minutes: 60,
        },
      },
    ]);
    expect(await eventsOf(muster, organizationId, 'breaker.')).toEqual([
      {
        type: 'breaker.tripped',
        resourceId: organizationId,
        actor: expect.objectContaining({ kind: 'key', id: keyId }),
        data: { mode: 'hold', minutes: 60, passed: 3, limit: 3, people: 9 },
      },
    ]);
    const held = await eventsOf(muster, organizationId, 'user.removal_held');
    expect(held.map(({ resourceId }) => resourceId)).toEqual(ids.slice(3));
  });

  test('holds every way in which a person is removed, and nothing of the request is done', async () => {
    const company = await guardedCompany(muster, { breakerPeople: 1 });
    const { okta } = company;
    const [first, second, third, fourth, fifth] = await assignMany(muster, company, 5);
    expect((await okta.delete(`/Users/${first}`)).status).toBe(204);
    const renamed = [
      { op: 'replace', path: 'displayName', value: 'Renamed' },
      { op: 'replace', path: 'active', value: false },
    ];
    const put = { schemas: [USER], userName: 'renamed@acme.example', active: false };
    const bulk = {
      schemas: [BULK],
      Operations: [
        { method: 'PATCH', path: `/Users/${fourth}`, data: renamed },
        { method: 'POST', bulkId: 'new', path: '/Users', data: { schemas: [USER], userName: 'new@acme.example' } },
        { method: 'DELETE', path: `/Users/${fifth}` },
      ],
    };
    const before = await Promise.all([second, third, fourth, fifth].map((id) => okta.get(`/Users/${id}`)));
    expect((await okta.patch(`/Users/${second}`, renamed)).status).toBe(429);
    expect((await okta.put(`/Users/${third}`, put)).status).toBe(429);
    const { status, json } = await okta.post('/Bulk', bulk);
    const statuses = json.Operations.map((operation: { status: string }) => operation.status);
    expect([status, statuses]).toEqual([200, ['429', '201', '429']]);
    expect(json.Operations[0].response.detail).toContain('Held by the breaker');
    const after = await Promise.all([second, third, fourth, fifth].map((id) => okta.get(`/Users/${id}`)));
    expect(after.map(({ json: user }) => user)).toEqual(before.map(({ json: user }) => user));
    expect((await operator.held(okta.organizationId)).map(({ kind }) => kind).toSorted()).toEqual([
      'deactivate',
      'deactivate',
      'deactivate',
      'delete',
    ]);
  });

  test('does not wait with one person in an organization of any size, nor with anything that removes nobody', async () => {
    const company = await guardedCompany(muster, { breakerPeople: null, breakerPercent: 1 });
    const { okta } = company;
    const [first, second] = await assignMany(muster, company, 2);
    const group = await okta.newGroup({ members: [{ value: second }] });
    expect((await setActive(okta, first!, false)).status).toBe(200);
    expect((await setActive(okta, second!, false)).status).toBe(429);
    expect((await okta.patch(`/Groups/${group.id}`, [{ op: 'remove', path: 'members' }])).status).toBe(204);
    expect((await okta.delete(`/Users/${first}`)).status).toBe(204);
    expect((await okta.post('/Users', { schemas: [USER], userName: 'gone@acme.example', active: false })).status).toBe(
      201,
    );
    expect((await okta.patch(`/Users/${second}`, [{ op: 'replace', path: 'title', value: 'CTO' }])).status).toBe(200);
  });

  test('holds nothing of what admins and operators do', async () => {
    const company = await guardedCompany(muster, { breakerPeople: 1 });
    const ids = await assignMany(muster, company, 4);
    await deactivateAll(company.okta, ids.slice(0, 1));
    for (const id of ids.slice(1)) expect((await company.admin.post(`/members/${id}/revoke`)).status).toBe(200);
    expect(await operator.status(company.okta.organizationId)).toMatchObject({ passed: 1, held: 0 });
  });

  test('of one organization knows nothing of another', async () => {
    const [ours, theirs] = [await guardedCompany(muster), await guardedCompany(muster)];
    const [ourIds, theirIds] = [await assignMany(muster, ours, 5), await assignMany(muster, theirs, 3)];
    expect(await deactivateAll(ours.okta, ourIds)).toEqual([200, 200, 200, 429, 429]);
    expect(await deactivateAll(theirs.okta, theirIds)).toEqual([200, 200, 200]);
    expect(await operator.heldIds(theirs.okta.organizationId)).toEqual([]);
    expect(await operator.release(theirs.okta.organizationId, ourIds.slice(3))).toMatchObject({ total: 0, done: 0 });
    expect(await operator.heldIds(ours.okta.organizationId)).toEqual(ourIds.slice(3).toSorted());
    expect(await tripMailsOf(muster, theirs.okta.organizationId)).toEqual([]);
  });
});

describe('A breaker that alerts', () => {
  test('is what an organization has, for the larger of ten people and a tenth; it holds nobody, and tells once', async () => {
    const company = await newCompany(muster);
    const { organizationId } = company.okta;
    const ids = await assignMany(muster, company, 14);
    expect(await deactivateAll(company.okta, ids.slice(0, 10))).toEqual(Array(10).fill(200));
    expect(await tripMailsOf(muster, organizationId)).toEqual([]);
    expect(await deactivateAll(company.okta, ids.slice(10))).toEqual(Array(4).fill(200));
    expect(await tripMailsOf(muster, organizationId)).toMatchObject([
      { to: 'boss@acme.example', values: { isHeld: false, passed: 11, limit: 10, people: 15 } },
    ]);
    const tripped = await eventsOf(muster, organizationId, 'breaker.', 'user.removal_held');
    expect(tripped).toMatchObject([{ type: 'breaker.tripped', data: { mode: 'alert', passed: 11, limit: 10 } }]);
    expect(await operator.status(organizationId)).toMatchObject({ mode: 'alert', passed: 14, held: 0 });
  });
});

describe('A breaker that is off', () => {
  test('neither counts nor tells', async () => {
    const company = await guardedCompany(muster, { breakerMode: 'off', breakerPeople: 1 });
    const { organizationId } = company.okta;
    const ids = await assignMany(muster, company, 3);
    expect(await deactivateAll(company.okta, ids)).toEqual([200, 200, 200]);
    expect(await operator.status(organizationId)).toMatchObject({ passed: 0, held: 0, trippedAt: null });
    expect(await eventsOf(muster, organizationId, 'breaker.')).toEqual([]);
  });
});
