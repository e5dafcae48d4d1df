import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { clock } from '../../src/platform/database/clock.js';
import { withMuster } from '../support/muster.js';
import { type Company, newCompany } from '../support/organization.js';
import { loggedAs, newRequestId } from '../support/request-log.js';
import type { Json } from '../support/scim-client.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

const muster = withMuster();
let company: Company;
let now: number;
beforeAll(async () => {
  company = await newCompany(muster);
}, 60_000);
beforeEach(() => {
  now = clock.now();
  jest.spyOn(clock, 'now').mockImplementation(() => now);
});
afterEach(() => void jest.restoreAllMocks());

type User = Json & { id: string; userName: string };
type Turn = (user: User, active: boolean, headers: Record<string, string>) => Promise<{ status: number }>;

const turns: [string, Turn][] = [
  [
    'PATCH',
    ({ id }, active, headers) =>
      company.okta.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value: active }], headers),
  ],
  [
    'PATCH without a path',
    ({ id }, active, headers) => company.okta.patch(`/Users/${id}`, [{ op: 'replace', value: { active } }], headers),
  ],
  [
    'PUT',
    ({ id, userName }, active, headers) =>
      company.okta.put(`/Users/${id}`, { schemas: [USER], userName, active }, headers),
  ],
];

/** Sends `active` several times, so many milliseconds apart. @returns the warnings that the log has of them, by their ids */
async function warningsAfter(turn: Turn, user: User, values: readonly boolean[], apart: number) {
  const warnings = new Map<string, string | null>();
  for (const active of values) {
    const id = newRequestId();
    expect((await turn(user, active, { 'X-Request-Id': id })).status).toBe(200);
    warnings.set(id, (await loggedAs(muster, company.admin, id)).warning);
    now += apart;
  }
  return warnings;
}

describe('Values of active', () => {
  test.each(turns)(
    'that flip back within a second by %s are warned of in the log, and the last applied wins',
    async (_how, turn) => {
      const user = await company.okta.newUser();
      const warnings = await warningsAfter(turn, user, [true, false, true, true, false], 200);
      expect([...warnings.values()]).toEqual([null, null, 'flipped_back', null, 'flipped_back']);
      expect((await company.okta.get(`/Users/${user.id}`)).json.active).toBe(false);
      const { json } = await company.admin.get('/requests?warning=flipped_back');
      const warned = [...warnings].filter(([, warning]) => warning !== null).map(([id]) => id);
      const found: string[] = json.requests.map(({ requestId }: { requestId: string }) => requestId);
      expect(found.filter((id) => warnings.has(id))).toEqual(warned.toReversed());
    },
  );

  test.each(turns)('that change back after a second by %s are not warned of', async (_how, turn) => {
    const user = await company.okta.newUser();
    const warnings = await warningsAfter(turn, user, [true, false, true], 1_000);
    expect([...warnings.values()]).toEqual([null, null, null]);
  });

  test('that flip back are warned of also when another attribute changed in between', async () => {
    const user = await company.okta.newUser();
    const [[, patch]] = turns as [[string, Turn]];
    await warningsAfter(patch, user, [false], 300);
    await company.okta.patch(`/Users/${user.id}`, [{ op: 'replace', path: 'title', value: 'Captain' }]);
    expect([...(await warningsAfter(patch, user, [true], 300)).values()]).toEqual(['flipped_back']);
  });

  test('that flip back within a bulk request are warned of there', async () => {
    const { id } = await company.okta.newUser();
    const requestId = newRequestId();
    const Operations = [false, true].map((value) => ({
      method: 'PATCH',
      path: `/Users/${id}`,
      data: { Operations: [{ op: 'replace', path: 'active', value }] },
    }));
    const bulk = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations };
    expect((await company.okta.post('/Bulk', bulk, { 'X-Request-Id': requestId })).status).toBe(200);
    expect((await loggedAs(muster, company.admin, requestId)).warning).toBe('flipped_back');
  });
});

test('a refused change of active is not warned of', async () => {
  const user = await company.okta.newUser();
  const [[, patch]] = turns as [[string, Turn]];
  await warningsAfter(patch, user, [false], 200);
  const id = newRequestId();
  const headers = { 'X-Request-Id': id, 'If-Match': 'W/"1"' };
  expect((await patch(user, true, headers)).status).toBe(412);
  expect((await loggedAs(muster, company.admin, id)).warning).toBeNull();
});

test('a warning that does not exist is 400', async () => {
  expect((await company.admin.get('/requests?warning=other')).status).toBe(400);
});
