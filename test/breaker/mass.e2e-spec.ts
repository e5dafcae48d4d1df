import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { GroupsService } from '../../src/groups/groups.service.js';
import { Population } from '../../src/tools/simulate/population/population.js';
import { UsersService } from '../../src/users/users.service.js';
import { eventsOf, guardedCompany, Operator, setActive, tripMailsOf } from '../support/breaker.js';
import { Muster } from '../support/muster.js';
import type { Company } from '../support/organization.js';

/** Ten thousand with `REMOVALS=10000`. */
const PEOPLE = Number(process.env['REMOVALS'] ?? 1_000);
const LIMIT = 10;
const AT_ONCE = 10;
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const TIMEOUT_MS = 60_000 + PEOPLE * 60;

let muster: Muster;
let operator: Operator;
let company: Company;
let ids: string[];
beforeAll(async () => {
  muster = await Muster.start();
  operator = await Operator.of(muster);
  company = await guardedCompany(muster, { breakerPeople: LIMIT });
  const { app } = muster;
  const { organizationId } = company.okta;
  const context = await operatorContext(app, organizationId);
  const population = new Population(context, app.get(UnitOfWork), app.get(UsersService), app.get(GroupsService));
  for await (const _ of population.populate({ people: PEOPLE, groups: 1, largestGroup: 100 }));
  const rows = await muster.rows<{ id: string }>(
    "SELECT id FROM users WHERE organizationId = ? AND status <> 'revoked' ORDER BY id",
    [organizationId],
  );
  ids = rows.map(({ id }) => id).filter((id) => id !== company.adminId);
}, 120_000);
afterAll(async () => {
  await operator.stop();
  await muster.stop();
});

/** Half of them in requests of their own, half in bulk requests, several at a time. @returns statuses */
async function removeAll(): Promise<number[]> {
  const { okta } = company;
  const work: (() => Promise<number[]>)[] = [];
  const half = Math.floor(ids.length / 2);
  for (const id of ids.slice(0, half)) work.push(async () => [(await setActive(okta, id, false)).status]);
  for (let start = half; start < ids.length; start += 250)
    work.push(async () => {
      const Operations = ids
        .slice(start, start + 250)
        .map((id) => ({ method: 'PATCH', path: `/Users/${id}`, data: [{ op: 'replace', value: { active: false } }] }));
      const { json } = await okta.post('/Bulk', { schemas: [BULK], Operations });
      return json.Operations.map(({ status }: { status: string }) => Number(status));
    });
  const statuses: number[] = [];
  const hands = Array.from({ length: AT_ONCE }, async () => {
    for (let next = work.pop(); next; next = work.pop()) statuses.push(...(await next()));
  });
  await Promise.all(hands);
  return statuses;
}

const revoked = async () => (await company.okta.filter('/Users', 'active eq false')).json.totalResults;
const count = (values: readonly number[], value: number) => values.filter((one) => one === value).length;

test(
  'A mistaken rule that deactivates everybody takes as many as the limit; the rest waits, and one release does it',
  async () => {
    const { organizationId } = company.okta;
    const [held, revokedBefore] = [ids.length - LIMIT, await revoked()];
    const statuses = await removeAll();
    expect([statuses.length, count(statuses, 200), count(statuses, 429)]).toEqual([ids.length, LIMIT, held]);
    expect(await revoked()).toBe(revokedBefore + LIMIT);
    expect(await operator.status(organizationId)).toMatchObject({ passed: LIMIT, held });
    expect(await tripMailsOf(muster, organizationId)).toHaveLength(1);
    expect(await eventsOf(muster, organizationId, 'breaker.tripped')).toHaveLength(1);

    expect(await operator.release(organizationId)).toEqual({ total: held, done: held, failed: [] });
    expect(await operator.heldIds(organizationId)).toEqual([]);
    const events = await eventsOf(muster, organizationId, 'user.removal_held', 'user.hold_ended', 'user.deactivated');
    const of = (type: string) => events.filter((event) => event.type === type);
    const released = of('user.deactivated').filter(({ actor }) => actor.kind === 'operator');
    expect([of('user.removal_held').length, of('user.hold_ended').length, released.length]).toEqual([held, held, held]);
    expect(new Set(of('user.deactivated').map(({ resourceId }) => resourceId))).toEqual(new Set(ids));
  },
  TIMEOUT_MS,
);
