import { beforeAll, describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { firstIdAt } from '../../src/platform/ids/id-time.js';
import { RequestRetention } from '../../src/history/requests/request-retention.js';
import type { RecordedRequest } from '../../src/history/requests/scim-request.entity.js';
import { ScimRequestsRepository } from '../../src/history/requests/scim-requests.repository.js';
import { withMuster } from '../support/muster.js';
import { type Company, confirmed, newCompany } from '../support/organization.js';
import type { Person } from '../support/person.js';

const NOW = Date.now();
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const KEYS = ['keyOfOkta', 'keyOfEntra', null];
const METHODS = ['GET', 'POST', 'PATCH'];
const STATUSES = [200, 201, 400, 404, 409];

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
  await insert(company, 60, (number) => NOW - 10 * DAY_MS - number * MINUTE_MS);
}, 60_000);

/** Requests of a time, the newest first. */
async function insert({ okta }: Company, count: number, timeOf: (number: number) => number, keyId?: null) {
  const rows = Array.from({ length: count }, (_, number): RecordedRequest => {
    const id = firstIdAt(timeOf(number)).replace('-0000-0000-', '-7000-8000-');
    const keyIds = keyId === null ? [null] : KEYS;
    return {
      organizationId: okta.organizationId,
      id,
      requestId: `request-${number}`,
      time: timeOf(number),
      method: METHODS[number % METHODS.length]!,
      path: number % 2 === 0 ? '/Users?filter=?' : `/Groups/${number}`,
      filter: null,
      status: STATUSES[number % STATUSES.length]!,
      scimType: null,
      detail: null,
      duration: 1,
      keyId: keyIds[number % keyIds.length]!,
      client: 'Okta',
      address: '127.0.0.1',
      resourceId: null,
      operations: null,
      failedOperations: null,
      requests: 1,
      warning: number === 7 ? 'flipped_back' : null,
      ignored: null,
      body: null,
    };
  });
  await muster.app
    .get(UnitOfWork)
    .run((transaction) => muster.app.get(ScimRequestsRepository).insert(transaction, rows));
}

const OLD = `until=${new Date(NOW - 9 * DAY_MS).toISOString()}`;
const numbers = (requests: { requestId: string }[]) => requests.map(({ requestId }) => Number(requestId.slice(8)));
async function found(query: string, admin: Person = company.admin): Promise<number[]> {
  const { status, json } = await admin.get(`/requests?${OLD}&${query}`);
  expect(status).toBe(200);
  return numbers(json.requests);
}
const all = Array.from({ length: 60 }, (_, number) => number);

describe('An admin finds requests', () => {
  test.each<[string, (number: number) => boolean]>([
    ['', () => true],
    ['status=404', (number) => STATUSES[number % 5] === 404],
    ['status=4xx', (number) => STATUSES[number % 5]! >= 400],
    ['method=patch', (number) => number % 3 === 2],
    ['key=keyOfOkta', (number) => number % 3 === 0],
    ['warning=flipped_back', (number) => number === 7],
    ['path=/Users', (number) => number % 2 === 0],
    ['path=/Groups/1', (number) => number === 1 || (number % 2 === 1 && number >= 10 && number < 20)],
    ['path=/groups', () => false],
    ['path=%25', () => false],
    [
      'status=2xx&method=POST&path=/Users',
      (number) => STATUSES[number % 5]! < 300 && number % 3 === 1 && number % 2 === 0,
    ],
    [`since=${new Date(NOW - 10 * DAY_MS - 20 * MINUTE_MS).toISOString()}`, (number) => number <= 20],
  ])('by %s, newest first', async (query, isFound) => {
    expect(await found(query)).toEqual(all.filter(isFound));
  });

  test('until a time', async () => {
    const until = new Date(NOW - 10 * DAY_MS - 20 * MINUTE_MS).toISOString();
    const { json } = await company.admin.get(`/requests?until=${until}`);
    expect(numbers(json.requests)).toEqual(all.filter((number) => number > 20));
  });

  test('page by page, each once', async () => {
    const seen: number[] = [];
    let next: string | null = '';
    for (let pages = 0; next !== null; pages += 1) {
      const before: string = next && `&before=${next}`;
      const { json } = await company.admin.get(`/requests?${OLD}&status=4xx&limit=7${before}`);
      expect(json.requests.length).toBeLessThanOrEqual(7);
      seen.push(...numbers(json.requests));
      ({ next } = json);
      expect(pages).toBeLessThan(10);
    }
    expect(seen).toEqual(all.filter((number) => STATUSES[number % 5]! >= 400));
  });

  test.each([
    'status=9xx',
    'status=abc',
    'limit=0',
    'limit=501',
    'limit=x',
    'since=yesterday',
    'before=x',
    'color=red',
  ])('and is told what is wrong with %s', async (query) => {
    const { status, json } = await company.admin.get(`/requests?${query}`);
    expect([status, json.reason]).toEqual([400, 'invalid']);
    expect(json.detail).toContain(query.split('=')[0]);
  });

  test('and no other organization’s', async () => {
    const other = await newCompany(muster);
    expect(await found('', other.admin)).toEqual([]);
    const [{ id }] = (await company.admin.get(`/requests?${OLD}&limit=1`)).json.requests;
    expect((await other.admin.get(`/requests/${id}`)).status).toBe(404);
    expect((await other.admin.get('/requests/request-1')).status).toBe(404);
    const foreign = await fetch(`${muster.url}/api/v1/organizations/${company.okta.organizationId}/requests`, {
      headers: { Cookie: other.admin.cookie },
    });
    expect(foreign.status).toBe(401);
  });

  test('and nobody else does', async () => {
    const { person } = await confirmed(muster, company);
    for (const path of ['/requests', '/requests/request-1', `/members/${company.adminId}/timeline`])
      expect((await person.get(path)).json).toMatchObject({ status: 403, reason: 'not_admin' });
  });
});

describe('The log forgets', () => {
  const forget = () => muster.app.get(RequestRetention).forget();
  const left = async ({ okta }: Company) =>
    (await muster.rows('SELECT id FROM scim_requests WHERE organizationId = ?', [okta.organizationId])).length;

  test('what is older than the organization keeps it', async () => {
    const kept = await newCompany(muster, { requestLogDays: 5 });
    await insert(kept, 10, (number) => NOW - number * DAY_MS);
    await forget();
    expect(await found('limit=500', company.admin)).toHaveLength(60);
    expect(await left(kept)).toBe(5);
  });

  test('the oldest of more than it keeps', async () => {
    const kept = await newCompany(muster, { requestLogRows: 4 });
    await insert(kept, 10, (number) => NOW - number * MINUTE_MS);
    await forget();
    const { json } = await kept.admin.get('/requests');
    expect(numbers(json.requests)).toEqual([0, 1, 2, 3]);
  });

  test('the oldest without a right key, which push out no others', async () => {
    const kept = await newCompany(muster, { requestLogRows: 50 });
    await insert(kept, 30, (number) => NOW - number * MINUTE_MS, null);
    await forget();
    expect(await left(kept)).toBe(5);
  });

  test('everything when it keeps none', async () => {
    const kept = await newCompany(muster);
    await insert(kept, 3, (number) => NOW - number * MINUTE_MS);
    await muster.app
      .get(OrganizationsService)
      .changeSettings(kept.okta.organizationId, { requestLogRows: 0 }, OPERATOR);
    await kept.okta.get('/Users?count=0');
    await forget();
    expect(await left(kept)).toBe(0);
  });
});
