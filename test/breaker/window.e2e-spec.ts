import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { BreakerClock } from '../../src/breaker/breaker-clock.js';
import {
  assignMany,
  deactivateAll,
  eventsOf,
  guardedCompany,
  Operator,
  setActive,
  tripMailsOf,
} from '../support/breaker.js';
import { Muster } from '../support/muster.js';
import { type Company, newCompany } from '../support/organization.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const START = Date.UTC(2026, 10, 25, 14, 0, 30);

let muster: Muster;
let operator: Operator;
let now: number;
beforeAll(async () => {
  muster = await Muster.start();
  operator = await Operator.of(muster);
  for (const app of [muster.app, operator.app]) app.get(BreakerClock).now = () => now;
}, 60_000);
beforeEach(() => {
  now = START;
});
afterAll(async () => {
  await operator.stop();
  await muster.stop();
});

const after = (minutes: number) => {
  now = START + minutes * MINUTE_MS;
};
const tripsOf = async ({ okta }: Company) => (await tripMailsOf(muster, okta.organizationId)).length;

describe('The window', () => {
  test('slides: as much passes again as passed an hour ago, and who is held does not pass by waiting', async () => {
    const company = await guardedCompany(muster);
    const ids = await assignMany(muster, company, 9);
    const removed = (from: number, to: number) => deactivateAll(company.okta, ids.slice(from, to));
    expect(await removed(0, 1)).toEqual([200]);
    after(30);
    expect(await removed(1, 4)).toEqual([200, 200, 429]);
    after(59);
    expect(await removed(4, 5)).toEqual([429]);
    after(61);
    expect(await removed(3, 7)).toEqual([429, 429, 200, 429]);
    after(240);
    expect(await removed(3, 9)).toEqual([429, 429, 200, 429, 200, 200]);
    expect(await operator.heldIds(company.okta.organizationId)).toEqual([ids[3], ids[4], ids[6]].toSorted());
  });

  test('has a share of those who were active when it began, whoever was revoked long ago', async () => {
    const company = await guardedCompany(muster, { breakerPeople: null, breakerPercent: 25 });
    const { organizationId } = company.okta;
    const ids = await assignMany(muster, company, 11);
    expect(await deactivateAll(company.okta, ids)).toEqual(ids.map((_, index) => (index < 3 ? 200 : 429)));
    await operator.release(organizationId);
    expect(await operator.status(organizationId)).toMatchObject({ passed: 0, people: 1, limit: 1 });
    const more = await assignMany(muster, company, 7);
    expect(await deactivateAll(company.okta, more.slice(0, 3))).toEqual([200, 200, 429]);
    after(61);
    expect(await operator.status(organizationId)).toMatchObject({ passed: 0, people: 6, limit: 1 });
  });

  test('is as long as the organization says', async () => {
    const company = await guardedCompany(muster, { breakerPeople: 1, breakerMinutes: 2 });
    const ids = await assignMany(muster, company, 3);
    expect(await deactivateAll(company.okta, ids.slice(0, 1))).toEqual([200]);
    after(1.9);
    expect(await deactivateAll(company.okta, ids.slice(1, 2))).toEqual([429]);
    after(2.1);
    expect(await deactivateAll(company.okta, ids.slice(2))).toEqual([200]);
  });
});

describe('A trip', () => {
  test('goes on while more is over the limit, and is told again once an hour has gone by without', async () => {
    const company = await newCompany(muster, { breakerPeople: 1, breakerPercent: null });
    const ids = await assignMany(muster, company, 8);
    await deactivateAll(company.okta, ids.slice(0, 2));
    after(40);
    await deactivateAll(company.okta, ids.slice(2, 3));
    after(80);
    await deactivateAll(company.okta, ids.slice(3, 4));
    expect(await tripsOf(company)).toBe(1);
    after(200);
    await deactivateAll(company.okta, ids.slice(4, 5));
    expect(await tripsOf(company)).toBe(1);
    await deactivateAll(company.okta, ids.slice(5, 6));
    const { organizationId } = company.okta;
    expect(await eventsOf(muster, organizationId, 'breaker.tripped')).toHaveLength(2);
    expect(await operator.status(organizationId)).toMatchObject({ trippedAt: now });
    await operator.release(organizationId);
    expect(await operator.status(organizationId)).toMatchObject({ trippedAt: null, passed: 0 });
    expect(await deactivateAll(company.okta, ids.slice(6))).toEqual([200, 200]);
    expect(await eventsOf(muster, organizationId, 'breaker.tripped')).toHaveLength(3);
  });
});

describe('A discarded removal', () => {
  test('is held again for a day, and counts as a new one afterwards', async () => {
    const company = await guardedCompany(muster, { breakerPeople: 1 });
    const { organizationId } = company.okta;
    const [first, second] = await assignMany(muster, company, 2);
    expect(await deactivateAll(company.okta, [first!, second!])).toEqual([200, 429]);
    await operator.discard(organizationId);
    after(23 * 60);
    expect(await deactivateAll(company.okta, [second!])).toEqual([429]);
    expect(await operator.heldIds(organizationId)).toEqual([second]);
    await operator.discard(organizationId);
    now += DAY_MS + MINUTE_MS;
    expect((await setActive(company.okta, second!, false)).status).toBe(200);
    expect(await operator.heldIds(organizationId)).toEqual([]);
  });
});
