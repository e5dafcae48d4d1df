import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { clock, Clock } from '../../src/platform/database/clock.js';
import { type Tenant, withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);
const PEOPLE = 23;

beforeAll(async () => {
  for (let index = 0; index < PEOPLE; index += 1)
    await tenant.newUser({ ...(index % 3 > 0 && { title: ['Engineer', 'engineer ', 'Ärztin', '😀'][index % 4] }) });
});

interface Page {
  Resources: { id: string }[];
  totalResults: number;
  itemsPerPage: number;
  nextCursor?: string;
  previousCursor?: string;
}
async function page(query: string, cursor = '', from = tenant): Promise<Page> {
  const { status, json, text } = await from.get(`/Users?${query}&cursor=${cursor}`);
  if (status !== 200) throw new Error(text);
  return json;
}
const ids = ({ Resources }: { Resources: { id: string }[] }) => Resources.map(({ id }) => id);

describe('Cursors (RFC 9865)', () => {
  test.each([
    'count=5',
    'count=4&sortBy=userName&sortOrder=descending',
    'count=3&sortBy=title',
    'count=3&sortBy=title&sortOrder=descending',
    'count=7&filter=title%20pr',
  ])('lead through all of %s once, and back again', async (query) => {
    const whole = (await tenant.get(`/Users?${query.replace(/count=\d/, 'count=1000')}`)).json;
    const pages: Page[] = [await page(query)];
    while (pages.at(-1)!.nextCursor) pages.push(await page(query, pages.at(-1)!.nextCursor));
    expect(pages.flatMap(ids)).toEqual(ids(whole));
    expect(new Set(pages.map(({ totalResults }) => totalResults))).toEqual(new Set([whole.totalResults]));
    expect(pages.slice(0, -1).every(({ nextCursor }) => /^[\w.~-]+$/.test(nextCursor!))).toBe(true);

    const back: Page[] = [pages.at(-1)!];
    while (back[0]!.previousCursor) back.unshift(await page(query, back[0]!.previousCursor));
    expect(back.flatMap(ids)).toEqual(ids(whole));
    expect(back[0]!.nextCursor).toBeDefined();
  });

  test('a first page has no previousCursor, no startIndex and says how many there are', async () => {
    const first = (await tenant.get('/Users?cursor&count=2')).json;
    expect(Object.keys(first).toSorted()).toEqual([
      'Resources',
      'itemsPerPage',
      'nextCursor',
      'schemas',
      'totalResults',
    ]);
    expect(first).toMatchObject({ totalResults: PEOPLE, itemsPerPage: 2 });
    expect((await tenant.get('/Users?cursor&count=0')).json).toMatchObject({ totalResults: PEOPLE, Resources: [] });
    expect((await tenant.get('/Users?cursor&count=-1')).json).toMatchObject({ totalResults: PEOPLE, itemsPerPage: 0 });
  });

  test('who comes or goes on other pages shifts nobody', async () => {
    const moving = await muster.newTenant();
    const people: string[] = [];
    for (let index = 0; index < 9; index += 1)
      people.push((await moving.newUser({ userName: `p${index}@example.com` })).id);
    const query = 'count=3&sortBy=userName';
    const first = await page(query, '', moving);
    await moving.delete(`/Users/${people[0]}`);
    await moving.delete(`/Users/${people[2]}`);
    await moving.newUser({ userName: 'a@example.com' });
    await moving.newUser({ userName: 'p2b@example.com' });
    const second = await page(query, first.nextCursor, moving);
    const third = await page(query, second.nextCursor, moving);
    const names = [...second.Resources, ...third.Resources].map(
      (user) => (user as unknown as { userName: string }).userName,
    );
    expect(names).toEqual(['p2b', 'p3', 'p4', 'p5', 'p6', 'p7'].map((name) => `${name}@example.com`));
  });

  test('on groups and in a SearchRequest as well', async () => {
    for (let index = 0; index < 3; index += 1) await tenant.newGroup();
    const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], count: 2 };
    const first = (await tenant.post('/Groups/.search', { ...body, cursor: '' })).json;
    const second = (await tenant.post('/Groups/.search', { ...body, cursor: first.nextCursor })).json;
    expect([first.itemsPerPage, second.itemsPerPage, second.nextCursor]).toEqual([2, 1, undefined]);
  });
});

describe('A cursor that was not given for a request', () => {
  let cursor: string;
  beforeAll(async () => {
    cursor = (await page('count=5&sortBy=userName')).nextCursor!;
  });
  const refused = async (path: string, from = tenant) => {
    const { status, json } = await from.get(path);
    return [status, json.scimType];
  };

  test('with another filter, order, endpoint or count', async () => {
    for (const path of [
      `/Users?cursor=${cursor}&count=5`,
      `/Users?cursor=${cursor}&count=5&sortBy=userName&sortOrder=descending`,
      `/Users?cursor=${cursor}&count=5&sortBy=userName&filter=title%20pr`,
      `/Groups?cursor=${cursor}&count=5`,
      `/Users?cursor=${cursor}x&count=5&sortBy=userName`,
      `/Users?cursor=${cursor.slice(1)}&count=5&sortBy=userName`,
      `/Users?cursor=%00&count=5&sortBy=userName`,
    ])
      expect(await refused(path)).toEqual([400, 'invalidCursor']);
    expect(await refused(`/Users?cursor=${cursor}&count=6&sortBy=userName`)).toEqual([400, 'invalidCount']);
    expect(await refused(`/Users?cursor=${cursor}&count=1001&sortBy=userName`)).toEqual([400, 'invalidCount']);
  });

  test('of another organization or another profile', async () => {
    const path = `/Users?cursor=${cursor}&count=5&sortBy=userName`;
    expect((await tenant.get(path)).status).toBe(200);
    expect(await refused(path, await muster.newTenant())).toEqual([400, 'invalidCursor']);
    const { key } = await muster.newKey(tenant.organizationId, 'strict');
    expect(await refused(path, muster.client(tenant.organizationId, key) as Tenant)).toEqual([400, 'invalidCursor']);
  });

  test('an old one has expired', async () => {
    const { key } = await muster.newKey(tenant.organizationId, 'compat', 36_000_000);
    const later = muster.client(tenant.organizationId, key) as Tenant;
    const { now } = Clock.prototype;
    const shifted = jest.spyOn(clock, 'now').mockImplementation(() => now.call(clock) + 3_601_000);
    try {
      expect(await refused(`/Users?cursor=${cursor}&count=5&sortBy=userName`, later)).toEqual([400, 'expiredCursor']);
    } finally {
      shifted.mockRestore();
    }
  });
});
