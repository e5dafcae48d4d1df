import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Tenant, withMuster } from '../support/muster.js';
import { type Answer } from '../support/scim-client.js';

const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PEOPLE = 12_500;
const HEAVY_PEOPLE = 2_000;
const EMAILS = 400_000;
const COPIED_AT_ONCE = 250;
const muster = withMuster();
let large: Tenant;
/** Of people with much to compare, and as many e-mails as if each had 200. */
let heavy: Tenant;
let small: Tenant;

const search = (tenant: Tenant, endpoint: string, request: object): Promise<Answer> =>
  tenant.post(`${endpoint}/.search`, { schemas: [SEARCH_REQUEST], count: 10, ...request });
const any = (count: number, term: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => term(index)).join(' or ');

/** Copies a row of a table, with other values in some columns. */
async function copy(table: string, row: Record<string, unknown>, changes: Record<string, unknown>[]): Promise<void> {
  const columns = Object.keys(row);
  const places = `(${columns.map(() => '?').join(', ')})`;
  for (let at = 0; at < changes.length; at += COPIED_AT_ONCE) {
    const rows = changes.slice(at, at + COPIED_AT_ONCE).map((change) => ({ ...row, ...change }));
    await muster.rows(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows.map(() => places).join(', ')}`,
      rows.flatMap((each) => columns.map((column) => each[column])),
    );
  }
}

async function people(tenant: Tenant, count: number, attributes: Record<string, unknown>): Promise<void> {
  const model = await tenant.newUser(attributes);
  const [row] = await muster.rows<Record<string, unknown>>('SELECT * FROM users WHERE id = ?', [model.id]);
  const changes = Array.from({ length: count - 1 }, (_, index) => ({
    id: randomUUID(),
    userNameKey: `copy-${index}@example.com`,
  }));
  await copy('users', row!, changes);
  await muster.rows(`UPDATE resource_counts SET total = ? WHERE organizationId = ? AND resourceType = 'User'`, [
    count,
    tenant.organizationId,
  ]);
}

/** As the database copies them: twice as many by each statement. */
async function multiplyEmails({ organizationId }: Tenant, wanted: number): Promise<void> {
  const [email] = await muster.rows<Record<string, unknown>>('SELECT * FROM user_emails WHERE organizationId = ?', [
    organizationId,
  ]);
  const others = Object.keys(email!).filter((column) => column !== 'position');
  for (let count = 1; count < wanted; count *= 2)
    await muster.rows(
      `INSERT INTO user_emails (position, ${others.join(', ')})
       SELECT position + ${count}, ${others.join(', ')} FROM user_emails WHERE organizationId = ? AND position < ?`,
      [organizationId, wanted - count],
    );
}

beforeAll(async () => {
  large = await muster.newTenant();
  heavy = await muster.newTenant();
  small = await muster.newTenant();
  await people(large, PEOPLE, {
    title: 'Engineer',
    name: { familyName: 'Byron' },
    phoneNumbers: [{ value: '1', type: 'work' }, { value: '2' }],
    addresses: [{ type: 'work', locality: 'Oslo' }],
    [ENTERPRISE]: { department: 'R&D' },
  });
  const addresses = Array.from({ length: 200 }, (_, index) => ({ type: `t${index}`, locality: `Town ${index}` }));
  await people(heavy, HEAVY_PEOPLE, { addresses });
  const [user] = await muster.rows<{ id: string }>('SELECT id FROM users WHERE organizationId = ? LIMIT 1', [
    heavy.organizationId,
  ]);
  await heavy.patch(`/Users/${user!.id}`, [{ op: 'add', path: 'emails', value: [{ value: 'a@example.com' }] }]);
  await multiplyEmails(heavy, EMAILS);
  await small.newUser({ title: 'Engineer' });
  await large.newGroup();
}, 120_000);

test('a PATCH whose filters are tried on every member is 400 tooMany beyond 200 conditions', async () => {
  const { id: person } = await small.newUser();
  const { id } = await small.newGroup({ members: [{ value: person }] });
  const operation = { op: 'remove', path: 'members[type eq "group" and value co "z"]' };
  const { status, json } = await small.patch(
    `/Groups/${id}`,
    Array.from({ length: 101 }, () => operation),
  );
  expect([status, json.scimType]).toEqual([400, 'tooMany']);
  expect(
    (
      await small.patch(
        `/Groups/${id}`,
        Array.from({ length: 100 }, () => operation),
      )
    ).status,
  ).toBe(204);
  expect(await small.membersOf(id)).toEqual([person]);
});

describe(`A query over ${PEOPLE} people`, () => {
  test.each<[string, string, object, number]>([
    ['one condition', '/Users', { filter: 'title co "gine"' }, PEOPLE],
    [
      'five conditions',
      '/Users',
      { filter: `${any(4, (n) => `title co "z${n}"`)} or name.familyName sw "By"` },
      PEOPLE,
    ],
    ['five conditions on lists', '/Users', { filter: any(5, (n) => `phoneNumbers.value co "z${n}"`) }, 0],
    ['value paths', '/Users', { filter: any(3, (n) => `addresses[type eq "work" and locality eq "z${n}"]`) }, 0],
    ['an order', '/Users', { sortBy: 'addresses.locality' }, PEOPLE],
    ['conditions and an order', '/Users', { filter: 'phoneNumbers pr', sortBy: 'name.familyName' }, PEOPLE],
    ['groups of people', '/Users', { filter: 'groups.display co "z" or groups pr' }, 0],
    ['all resource types', '', { filter: 'title co "gine"' }, PEOPLE],
    ['a count alone', '/Users', { filter: 'title co "gine"', count: 0 }, PEOPLE],
    ['a cursor', '/Users', { filter: 'title co "gine"', cursor: '' }, PEOPLE],
    ['150 people by userName', '/Users', { filter: any(150, (n) => `userName eq "copy-${n}@example.com"`) }, 150],
    ['150 people by e-mail', '/Users', { filter: any(150, (n) => `emails.value eq "z${n}"`) }, 0],
    [
      'many conditions on one person',
      '/Users',
      { filter: `userName eq "copy-1@example.com" and (${any(150, (n) => `phoneNumbers.value co "${n % 3}"`)})` },
      1,
    ],
  ])('is answered for %s', async (_name, endpoint, request, found) => {
    const { status, json } = await search(large, endpoint, request);
    expect([status, json.totalResults]).toEqual([200, found]);
  });

  const hostile: [string, string, object][] = [
    ['conditions', '/Users', { filter: any(190, (n) => `title co "z${n}"`) }],
    ['conditions on lists', '/Users', { filter: any(190, (n) => `phoneNumbers.value co "z${n}"`) }],
    ['value paths', '/Users', { filter: any(65, (n) => `addresses[type pr and locality co "${n}"]`) }],
    ['negations', '/Users', { filter: any(65, (n) => `not (ims.value co "${n}")`) }],
    ['negated look-ups', '/Users', { filter: `not (${any(190, (n) => `userName eq "${n}"`)})` }],
    ['presences', '/Users', { filter: any(190, () => 'ims pr') }],
    ['values of null', '/Users', { filter: any(190, () => 'title eq null') }],
    ['differences', '/Users', { filter: any(190, (n) => `ims.value ne "${n}"`) }],
    ['conditions on people’s groups', '/Users', { filter: any(190, (n) => `groups.display co "${n}"`) }],
    ['conditions on members', '/Groups', { filter: any(65, (n) => `members[type co "${n}"]`) }],
    [
      'a look-up that does not decide',
      '/Users',
      { filter: `userName eq "x" or ${any(180, (n) => `title co "${n}"`)}` },
    ],
    ['an order beside them', '/Users', { filter: any(155, (n) => `title co "${n}"`), sortBy: 'ims.value' }],
    ['all resource types', '', { filter: any(190, (n) => `title co "z${n}"`) }],
    ['all resource types, each of which is asked twice', '', { filter: any(100, (n) => `title co "z${n}"`) }],
    ['a count alone', '/Users', { filter: any(190, (n) => `title co "z${n}"`), count: 0 }],
    ['a cursor', '/Users', { filter: any(190, (n) => `title co "z${n}"`), cursor: '' }],
  ];

  test.each(hostile)('is 400 tooMany for too many: %s', async (_name, endpoint, request) => {
    if (muster.database.kind !== 'sqlite') return;
    const { status, json } = await search(large, endpoint, request);
    expect([status, json.scimType]).toEqual([400, 'tooMany']);
    expect(json.detail).toContain('fewer conditions');
  });

  test.each<[string, string, object]>([
    ['values of lists', '/Users', { filter: any(20, (n) => `addresses.locality co "z${n}"`) }],
    ['value paths', '/Users', { filter: any(10, (n) => `addresses[locality co "z${n}"]`) }],
    ['conditions on each value', '/Users', { filter: `addresses[${any(20, (n) => `locality co "z${n}"`)}]` }],
    ['e-mails', '/Users', { filter: any(20, (n) => `emails.value co "z${n}"`) }],
    ['all resource types', '', { filter: any(10, (n) => `addresses.locality co "z${n}"`) }],
  ])('is 400 tooMany where few people have long lists: %s', async (_name, endpoint, request) => {
    if (muster.database.kind !== 'sqlite') return;
    const { status, json } = await search(heavy, endpoint, request);
    expect([status, json.scimType]).toEqual([400, 'tooMany']);
  });

  test('is answered where one condition looks into long lists', async () => {
    const { status, json } = await search(heavy, '/Users', { filter: 'addresses.locality eq "Town 7"' });
    expect([status, json.totalResults]).toEqual([200, HEAVY_PEOPLE]);
  });

  test('is 400 tooMany by GET too', async () => {
    const filter = encodeURIComponent(any(150, (n) => `addresses.locality co "z${n}"`));
    for (const path of ['/Users', '/']) {
      const { status, json } = await heavy.get(`${path}?filter=${filter}`);
      expect([path, status, json.scimType]).toEqual([path, 400, 'tooMany']);
    }
  });

  test('that is too much for one organization is answered for another, meanwhile', async () => {
    const request = { filter: any(190, (n) => `addresses.locality co "z${n}"`) };
    let isAnswered = false;
    const attack = Promise.all(Array.from({ length: 3 }, () => search(heavy, '/Users', request))).finally(() => {
      isAnswered = true;
    });
    const served: number[] = [];
    while (!isAnswered) served.push((await search(small, '/Users', request)).status);
    for (const { status, json } of await attack) expect([status, json.scimType]).toEqual([400, 'tooMany']);
    expect(served.length).toBeGreaterThan(0);
    expect(new Set(served)).toEqual(new Set([200]));
  });
});
