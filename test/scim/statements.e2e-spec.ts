import { beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import type { Answer, Json } from '../support/scim-client.js';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);
let small: string;
let large: string;
let inLarge: string[];
beforeAll(async () => {
  small = (await tenant.newGroup()).id;
  large = (await tenant.newGroup()).id;
  await fill(small, 10);
  inLarge = await fill(large, 50_000);
  await tenant.newUser();
  await tenant.get('/Users?count=0');
}, 120_000);

/** Puts people into a group behind the protocol's back, a few thousand a statement. */
async function fill(groupId: string, count: number): Promise<string[]> {
  const { organizationId } = tenant;
  const ids = Array.from({ length: count }, () => uuid());
  for (let start = 0; start < count; start += 2_000) {
    const part = ids.slice(start, start + 2_000);
    const users = part.flatMap((id) => [
      organizationId,
      id,
      `u-${id}`,
      'invited',
      JSON.stringify({ userName: `u-${id}` }),
      '{}',
      1,
      1,
      1,
    ]);
    await muster.rows(
      `INSERT INTO users (organizationId, id, userNameKey, status, document, searchKeys, version, createdAt, lastModifiedAt)
       VALUES ${part.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, ?)').join()}`,
      users,
    );
    const members = part.flatMap((id) => [organizationId, groupId, id, id]);
    await muster.rows(
      `INSERT INTO group_members (organizationId, groupId, memberId, userId) VALUES ${part.map(() => '(?, ?, ?, ?)').join()}`,
      members,
    );
  }
  return ids;
}

/** Statements of some work beside the look-up of the key, which is made once a second. */
const count = async (work: () => Promise<unknown>) =>
  (await muster.statements.during(work)).filter((statement) => !statement.includes('scim_keys')).length;
const member = (value: string) => ({ value });
const add = (group: string, ids: string[]) =>
  tenant.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value: ids.map(member) }]);
const newIds = async (number: number) => {
  const ids: string[] = [];
  for (let index = 0; index < number; index += 1) ids.push((await tenant.newUser()).id);
  return ids;
};

/** The key's look-up comes first in each count. */
describe('Statements a request', () => {
  const body = (attributes: Json = {}) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `${uuid()}@example.com`,
    ...attributes,
  });
  const emails = [{ value: 'a@example.com', type: 'work' }, { value: 'b@example.com' }];
  const address = 'looked-up@example.com';

  test('look a user up by e-mail: 1', async () => {
    const { id } = await tenant.newUser({ emails: [{ value: address, type: 'work' }] });
    const group = await tenant.newGroup();
    await add(group.id, [id]);
    let answer: Answer;
    const look = async () => (answer = await tenant.get(`/Users?filter=emails.value eq "${address}"`));
    expect(await count(look)).toBe(1);
    expect(answer!.json.Resources).toMatchObject([{ id, groups: [{ value: group.id }] }]);
  });

  test.each<[string, number, () => Promise<unknown>]>([
    ['GET a user', 1, () => tenant.get(`/Users/${inLarge[0]}`)],
    ['GET a user without groups', 1, () => tenant.get(`/Users/${inLarge[0]}?excludedAttributes=groups`)],
    ['look a user up by userName', 1, () => tenant.get(`/Users?filter=userName eq "u-${inLarge[0]}"`)],
    ['list 100 users', 2, () => tenant.get('/Users?count=100')],
    ['POST a user with two e-mails', 7, () => tenant.post('/Users', body({ emails }))],
    ['GET a group without members', 1, () => tenant.get(`/Groups/${large}?excludedAttributes=members`)],
    ['list groups', 2, () => tenant.get(`/Groups?count=2&filter=id eq "${small}"`)],
    [
      'rename a group',
      4,
      () => tenant.patch(`/Groups/${large}`, [{ op: 'replace', path: 'displayName', value: uuid() }]),
    ],
  ])('%s: %i', async (_name, expected, request) => {
    expect(await count(request)).toBe(expected);
  });

  test('PATCH active: 10 to give access, as the last invitation counts, 9 to take it away, as the breaker counts', async () => {
    const { id } = await tenant.newUser({ emails });
    const setActive = (value: boolean) => tenant.patch(`/Users/${id}`, [{ op: 'replace', path: 'active', value }]);
    await setActive(false);
    expect(await count(() => setActive(true))).toBe(10);
    expect(await count(() => setActive(false))).toBe(9);
  });

  test.each([1, 100, 300])('adding %i members costs the same in a group of 10 and of 50,000', async (number) => {
    const ids = await newIds(number);
    const [inSmall, inBig] = [await count(() => add(small, ids)), await count(() => add(large, ids))];
    const expected = number === 1 ? 5 : 6;
    expect([inSmall, inBig]).toEqual([expected, expected]);
  });

  test.each([1, 300])('so does removing %i, by a path each or by a list', async (number) => {
    const ids = await newIds(number);
    for (const group of [small, large]) {
      const expected = number === 1 ? 5 : 6;
      await add(group, ids);
      const byPath = ids.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` }));
      expect(await count(() => tenant.patch(`/Groups/${group}`, byPath))).toBe(expected);
      await add(group, ids);
      expect(
        await count(() =>
          tenant.patch(`/Groups/${group}`, [{ op: 'remove', path: 'members', value: ids.map(member) }]),
        ),
      ).toBe(expected);
    }
  });

  test('a page of a list counts no rows, however many there are', async () => {
    for (const path of ['/Users?count=10', '/Users?count=10&cursor=&sortBy=userName', '/Groups?count=1&startIndex=2']) {
      const statements = await muster.statements.during(() => tenant.get(path));
      expect(statements.filter((statement) => /COUNT\(/i.test(statement))).toEqual([]);
    }
  });

  test('adding a member never reads the other members', async () => {
    const [id] = await newIds(1);
    const statements = await muster.statements.during(() => add(large, [id!]));
    const reading = statements.filter((text) => /SELECT.*FROM group_members/.test(text));
    expect(reading.every((text) => /memberId (IN|=)/.test(text))).toBe(true);
  });

  test('deleting a user costs the same however large its groups are', async () => {
    const ids = await newIds(2);
    await add(small, [ids[0]!]);
    await add(large, [ids[1]!]);
    expect(await count(() => tenant.delete(`/Users/${ids[0]}`))).toBe(14);
    expect(await count(() => tenant.delete(`/Users/${ids[1]}`))).toBe(14);
  });
});
