import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { HoldsService } from '../../src/console-api/holds/holds.service.js';
import { UsersService } from '../../src/users/users.service.js';
import { Admin } from '../support/admin.js';
import {
  assignMany,
  deactivateAll,
  eventsOf,
  guardedCompany,
  isActive,
  Operator,
  setActive,
} from '../support/breaker.js';
import { Muster } from '../support/muster.js';
import { accepted, adopted, type Company } from '../support/organization.js';
import type { ApiAnswer } from '../support/person.js';
import { until } from '../support/until.js';

const MANY = 20;
const MINUTE_MS = 60_000;

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

interface Scene {
  readonly company: Company;
  readonly organizationId: string;
  /** Two who administer the organization, each in a browser of their own. */
  readonly ada: Admin;
  readonly grace: Admin;
  /** Ids of those whose removal is held, sorted. */
  readonly held: string[];
}

async function withHeld(count: number): Promise<Scene> {
  const company = await guardedCompany(muster, { breakerPeople: 1 });
  const { organizationId } = company.okta;
  const [first, ...held] = await assignMany(muster, company, count + 1);
  await deactivateAll(company.okta, [first!]);
  expect(await deactivateAll(company.okta, held)).toEqual(held.map(() => 429));
  const [ada, grace] = [await Admin.of(muster, organizationId), await Admin.of(muster, organizationId)];
  return { company, organizationId, ada, grace, held: held.toSorted() };
}

const actives = ({ company }: Scene, ids: readonly string[]) => Promise.all(ids.map((id) => isActive(company, id)));

/** The list of an admin's page: what is held, with the version that is decided on. */
async function shownTo(admin: Admin, { organizationId }: Scene): Promise<Record<string, string>> {
  const { json } = await admin.get(`/organizations/${organizationId}/breaker/held?limit=100`);
  const removals = json.removals as { userId: string; version: string }[];
  return Object.fromEntries(removals.map(({ userId, version }) => [userId, version]));
}

function decides(
  admin: Admin,
  { organizationId }: Scene,
  what: 'release' | 'discard',
  ids: readonly string[],
  versions?: Record<string, string>,
): Promise<ApiAnswer> {
  return admin.post(`/organizations/${organizationId}/breaker/${what}`, { ids, ...(versions && { versions }) });
}

const nameOf = async (admin: Admin) => (await admin.get('/session')).json.admin as { id: string; name: string };

describe('Two admins at once', () => {
  test('of whom one removes and the other keeps the same people: one decides on all of them, the other learns who and what', async () => {
    const scene = await withHeld(MANY);
    const { ada, grace, held } = scene;
    const seen = await shownTo(ada, scene);
    expect(await shownTo(grace, scene)).toEqual(seen);
    const [released, discarded] = await Promise.all([
      decides(ada, scene, 'release', held, seen),
      decides(grace, scene, 'discard', held, seen),
    ]);
    expect([released.status, discarded.status].toSorted()).toEqual([200, 409]);
    const isRemoved = released.status === 200;
    const [winner, done, refused] = isRemoved ? [ada, released, discarded] : [grace, discarded, released];
    const { id, name } = await nameOf(winner);
    const outcome = isRemoved ? 'removed' : 'kept';
    expect(done.json).toEqual({ total: MANY, done: MANY, failed: [] });
    expect(refused.json).toMatchObject({ reason: 'decided', detail: expect.stringContaining(name) });
    expect(refused.json.decisions).toHaveLength(MANY);
    for (const decision of refused.json.decisions)
      expect(decision).toEqual({
        userId: expect.any(String),
        outcome,
        by: { kind: 'admin', id, label: name },
        at: expect.stringMatching(/Z$/),
      });
    expect(await actives(scene, held)).toEqual(held.map(() => !isRemoved));
    const decisions = await eventsOf(muster, scene.organizationId, 'breaker.released', 'breaker.discarded');
    expect(decisions.map(({ actor, data }) => [actor.id, data.people])).toEqual([[id, MANY]]);
  });

  test('who both remove the same people do it once', async () => {
    const scene = await withHeld(MANY);
    const { ada, grace, held, organizationId } = scene;
    const answers = await Promise.all([ada, grace].map((admin) => decides(admin, scene, 'release', held)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 200)!.json).toMatchObject({ done: MANY, failed: [] });
    const deactivated = await eventsOf(muster, organizationId, 'user.deactivated');
    const times = held.map((id) => deactivated.filter(({ resourceId }) => resourceId === id).length);
    expect(times).toEqual(held.map(() => 1));
  });

  test('who both keep the same people do it once', async () => {
    const scene = await withHeld(MANY);
    const { ada, grace, held, organizationId } = scene;
    const answers = await Promise.all([ada, grace].map((admin) => decides(admin, scene, 'discard', held)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await eventsOf(muster, organizationId, 'user.hold_ended')).toHaveLength(MANY);
  });
});

describe('What was decided meanwhile', () => {
  test('of some refuses the decision on all, and leaves the others held', async () => {
    const scene = await withHeld(3);
    const { ada, grace, held } = scene;
    const [one, two, three] = held as [string, string, string];
    const seen = await shownTo(grace, scene);
    expect((await decides(ada, scene, 'discard', [one])).status).toBe(200);
    expect((await decides(ada, scene, 'release', [two])).status).toBe(200);
    const { status, json } = await decides(grace, scene, 'release', held, seen);
    const by = { kind: 'admin', label: (await nameOf(ada)).name };
    expect(status).toBe(409);
    expect(json.decisions).toMatchObject([
      { userId: one, outcome: 'kept', by },
      { userId: two, outcome: 'removed', by },
    ]);
    expect(await actives(scene, held)).toEqual([true, false, true]);
    expect(await operator.heldIds(scene.organizationId)).toEqual([three]);
  });

  test('by the operator at the command line, or by a member who is an admin, is told as well', async () => {
    const scene = await withHeld(2);
    const { company, grace, held, organizationId } = scene;
    const seen = await shownTo(grace, scene);
    await operator.discard(organizationId, [held[0]!]);
    await company.admin.post(`/members/${held[1]}/revoke`);
    const { status, json } = await decides(grace, scene, 'release', held, seen);
    expect(status).toBe(409);
    expect(json.decisions).toMatchObject([
      { outcome: 'kept', by: { kind: 'operator' } },
      { outcome: 'removed', by: { kind: 'member', id: company.adminId } },
    ]);
    expect(json.detail).toMatch(/operator.*boss@acme\.example/);
  });

  test('by restoring somebody by hand keeps that person', async () => {
    const scene = await withHeld(1);
    const { ada, grace, held, organizationId } = scene;
    const seen = await shownTo(grace, scene);
    expect((await ada.post(`/organizations/${organizationId}/members/${held[0]}/restore`)).status).toBe(200);
    expect(await decides(grace, scene, 'release', held, seen)).toMatchObject({
      status: 409,
      json: { decisions: [{ outcome: 'kept' }] },
    });
    expect(await actives(scene, held)).toEqual([true]);
  });

  test('is told also when the identity provider has asked again, which is another removal', async () => {
    const scene = await withHeld(1);
    const { company, ada, grace, held } = scene;
    const seen = await shownTo(grace, scene);
    await decides(ada, scene, 'discard', held);
    expect(await deactivateAll(company.okta, held)).toEqual([429]);
    expect((await decides(grace, scene, 'release', held, seen)).status).toBe(409);
    expect(await actives(scene, held)).toEqual([true]);
    const { status, json } = await decides(grace, scene, 'release', held, await shownTo(grace, scene));
    expect([status, json.done]).toEqual([200, 1]);
  });

  test('by oneself in the same way is done already; in the other way it is refused', async () => {
    const scene = await withHeld(2);
    const { ada, held } = scene;
    const [one, two] = held as [string, string];
    expect(await decides(ada, scene, 'release', [one])).toMatchObject({ status: 200, json: { done: 1 } });
    expect(await decides(ada, scene, 'release', [one])).toMatchObject({ status: 200, json: { total: 0, done: 0 } });
    expect(await decides(ada, scene, 'discard', [two])).toMatchObject({ status: 200, json: { done: 1 } });
    expect(await decides(ada, scene, 'discard', [two])).toMatchObject({ status: 200, json: { total: 0, done: 0 } });
    expect(await decides(ada, scene, 'discard', [one])).toMatchObject({ status: 409 });
    expect(await decides(ada, scene, 'release', [two])).toMatchObject({ status: 409 });
    expect(await actives(scene, held)).toEqual([false, true]);
  });

  test('of what another organization has is told to nobody here', async () => {
    const scene = await withHeld(1);
    const other = await withHeld(1);
    await decides(other.ada, other, 'discard', other.held);
    expect(await decides(scene.grace, scene, 'release', other.held)).toMatchObject({
      status: 200,
      json: { total: 0, done: 0, failed: [] },
    });
  });
});

describe('A release', () => {
  test('removes those who were shown, and nobody whose removal is held since', async () => {
    const scene = await withHeld(2);
    const { company, ada, held, organizationId } = scene;
    const seen = await shownTo(ada, scene);
    const [later] = await assignMany(muster, company, 1);
    expect(await deactivateAll(company.okta, [later!])).toEqual([429]);
    expect(await decides(ada, scene, 'release', held, seen)).toMatchObject({
      status: 200,
      json: { total: 2, done: 2 },
    });
    expect(await isActive(company, later!)).toBe(true);
    expect(await operator.heldIds(organizationId)).toEqual([later]);
  });

  test.each<[string, (scene: Scene, id: string) => Promise<unknown>, string, boolean]>([
    ['the identity provider reactivated', ({ company }, id) => setActive(company.okta, id, true), 'active', false],
    [
      'the identity provider changed otherwise',
      ({ company }, id) => company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: 'CTO' }]),
      'changed',
      true,
    ],
    [
      'the identity provider wants to delete now',
      ({ company }, id) => company.okta.delete(`/Users/${id}`),
      'changed',
      true,
    ],
  ])('leaves alone whom %s since they were shown, and says so', async (_what, change, reason, isHeld) => {
    const scene = await withHeld(2);
    const { ada, held, organizationId } = scene;
    const one = held[0]!;
    const seen = await shownTo(ada, scene);
    await change(scene, one);
    const { status, json } = await decides(ada, scene, 'release', held, seen);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      total: 1,
      done: 1,
      failed: [{ userId: one, reason: expect.stringContaining(reason) }],
    });
    expect(await actives(scene, held)).toEqual([true, false]);
    expect(await operator.heldIds(organizationId)).toEqual(isHeld ? [one] : []);
  });

  test('leaves alone whom an admin changed by hand since they were shown', async () => {
    const { company, organizationId, ada, grace } = await withHeld(1);
    const { id } = await accepted(muster, company);
    const scene = { company, organizationId, ada, grace, held: [id] };
    expect(await deactivateAll(company.okta, [id])).toEqual([429]);
    const seen = await shownTo(grace, scene);
    expect((await ada.post(`/organizations/${organizationId}/members/${id}/reset-key`)).status).toBe(200);
    const { status, json } = await decides(grace, scene, 'release', [id], seen);
    expect(status).toBe(200);
    expect(json).toMatchObject({ done: 0, failed: [{ userId: id, reason: expect.stringContaining('changed') }] });
    expect(await isActive(company, id)).toBe(true);
  });

  test('that goes on leaves alone whom the identity provider reactivates before it comes to them', async () => {
    const scene = await withHeld(MANY);
    const { company, ada, held, organizationId } = scene;
    const last = held.at(-1)!;
    const answer = decides(ada, scene, 'release', held);
    await until(async () => (await operator.held(organizationId)).length < MANY);
    await setActive(company.okta, last, true);
    expect((await answer).status).toBe(200);
    expect(await actives(scene, held)).toEqual(held.map((id) => id === last));
    expect(await operator.heldIds(organizationId)).toEqual([]);
  });

  test.each([
    ['deactivates', 'patch'],
    ['deletes', 'delete'],
  ] as const)('%s nobody whom the identity provider sets to active at the last moment', async (_what, method) => {
    const scene = await withHeld(1);
    const { company, ada, held, organizationId } = scene;
    const [one] = held as [string];
    if (method === 'delete') expect((await company.okta.delete(`/Users/${one}`)).status).toBe(429);
    const remove = UsersService.prototype[method] as (...given: unknown[]) => Promise<unknown>;
    jest.spyOn(UsersService.prototype, method).mockImplementationOnce(async function (this: never, ...given) {
      await setActive(company.okta, one, true);
      return remove.apply(this, given) as never;
    });
    expect(await decides(ada, scene, 'release', held)).toMatchObject({ status: 200, json: { total: 1, done: 0 } });
    expect(await isActive(company, one)).toBe(true);
    expect(await operator.heldIds(organizationId)).toEqual([]);
  });

  test('that goes on cannot be contradicted; one that was interrupted can, and can be gone on with', async () => {
    const scene = await withHeld(2);
    const { ada, grace, held, organizationId } = scene;
    const { id, name } = await nameOf(ada);
    const by = { kind: 'admin', id, label: name };
    const begin = (releasedAt: number) =>
      muster.rows('UPDATE held_removals SET releaseId = ?, releasedAt = ?, releasedBy = ? WHERE organizationId = ?', [
        held[0],
        releasedAt,
        JSON.stringify(by),
        organizationId,
      ]);
    await begin(Date.now());
    expect(await decides(grace, scene, 'discard', held)).toMatchObject({
      status: 409,
      json: {
        decisions: [
          { outcome: 'removed', by },
          { outcome: 'removed', by },
        ],
      },
    });
    expect(await operator.release(organizationId)).toMatchObject({ total: 0 });
    expect(await decides(ada, scene, 'release', [held[0]!])).toMatchObject({ status: 200, json: { done: 1 } });
    await begin(Date.now() - 11 * MINUTE_MS);
    expect(await decides(grace, scene, 'discard', [held[1]!])).toMatchObject({ status: 200, json: { done: 1 } });
    expect(await actives(scene, held)).toEqual([false, true]);
  });

  test('that was refused for somebody lets others decide on that person at once', async () => {
    const { company, organizationId, ada, grace } = await withHeld(1);
    const scene = { company, organizationId, ada, grace, held: [company.adminId] };
    await adopted(muster, company, company.adminId);
    expect(await deactivateAll(company.okta, scene.held)).toEqual([429]);
    const { json } = await decides(ada, scene, 'release', scene.held);
    expect(json).toMatchObject({ total: 1, done: 0, failed: [{ reason: expect.stringContaining('last admin') }] });
    expect(await decides(grace, scene, 'discard', scene.held)).toMatchObject({ status: 200, json: { done: 1 } });
  });

  test('that nobody follows beyond its first report removes nobody, and lets others decide at once', async () => {
    const scene = await withHeld(2);
    const shown = scene.held.map((userId) => ({ userId }));
    for await (const { done } of muster.app.get(HoldsService).release(scene.organizationId, shown, OPERATOR)) {
      expect(done).toBe(0);
      break;
    }
    expect(await decides(scene.grace, scene, 'discard', scene.held)).toMatchObject({ status: 200, json: { done: 2 } });
  });
});

describe('What was shown', () => {
  test('is names as well as ids, and a version', async () => {
    const scene = await withHeld(1);
    const { json } = await scene.ada.get(`/organizations/${scene.organizationId}/breaker/held`);
    expect(json.removals[0]).toMatchObject({
      userName: expect.stringContaining('@'),
      displayName: expect.any(String),
      version: expect.stringMatching(/^\d+\.\d+\.deactivate\.invited\.0$/),
    });
  });

  test.each<[string, (id: string) => unknown]>([
    ['a version that was never given out', (id) => ({ [id]: 'é' })],
    ['versions that are no texts', (id) => ({ [id]: 1 })],
    [
      'the version of somebody else alone',
      () => ({ '0192f0c1-2d3e-7f40-8a51-0123456789ab': '1.1.deactivate.invited.0' }),
    ],
    ['a list', () => []],
    ['a text', () => 'é'],
  ])('is not %s', async (_what, versions) => {
    const scene = await withHeld(1);
    for (const what of ['release', 'discard']) {
      const body = { ids: scene.held, versions: versions(scene.held[0]!) };
      const answer = await scene.ada.post(`/organizations/${scene.organizationId}/breaker/${what}`, body);
      expect(answer).toMatchObject({
        status: 400,
        json: { reason: 'invalid', detail: expect.not.stringContaining('é') },
      });
    }
    expect(await operator.heldIds(scene.organizationId)).toEqual(scene.held);
  });
});
