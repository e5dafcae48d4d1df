import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Tenant, withMuster, withTenant } from '../support/muster.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const muster = withMuster();
const tenant = withTenant(muster);
const nameOf = new Map<string, string>();

beforeAll(async () => {
  const people: Record<string, object> = {
    cem: { userName: 'Cem@example.com', title: 'b', externalId: 'b' },
    ann: {
      userName: 'ann@example.com',
      title: 'B',
      externalId: 'B',
      name: { familyName: 'Öz' },
      emails: [{ value: 'z@example.com' }, { value: 'a@example.com', type: 'work', primary: true }],
      phoneNumbers: [{ value: '9' }, { value: '1', primary: true }],
    },
    bob: {
      userName: 'BOB@example.com',
      title: 'a',
      active: false,
      name: { familyName: 'Oz' },
      emails: [{ value: 'm@example.com' }, { value: 'b@example.com' }],
      phoneNumbers: [{ value: '5' }, { value: '0' }],
      [ENTERPRISE]: { department: 'R&D', manager: { value: '7' } },
    },
    dan: { userName: 'dan@example.com', [ENTERPRISE]: { department: 'Legal', manager: { value: '8' } } },
  };
  for (const [name, attributes] of Object.entries(people))
    nameOf.set((await tenant.newUser({ ...attributes })).id, name);
});

async function order(query: string): Promise<string> {
  const { status, json, text } = await tenant.get(`/Users?${query}`);
  if (status !== 200) throw new Error(text);
  return json.Resources.map(({ id }: { id: string }) => nameOf.get(id)).join(' ');
}

describe('sortBy', () => {
  test.each([
    ['sortBy=userName', 'ann bob cem dan'],
    ['sortBy=USERNAME&sortOrder=Descending', 'dan cem bob ann'],
    ['sortBy=title', 'bob cem ann dan'],
    ['sortBy=title&sortOrder=descending', 'dan ann cem bob'],
    ['sortBy=externalId', 'ann cem bob dan'],
    ['sortBy=name.familyName', 'bob ann cem dan'],
    ['sortBy=emails', 'ann bob cem dan'],
    ['sortBy=emails.value&sortOrder=descending', 'dan cem bob ann'],
    ['sortBy=phoneNumbers', 'ann bob cem dan'],
    ['sortBy=active', 'bob cem ann dan'],
    [`sortBy=${ENTERPRISE}:department`, 'dan bob cem ann'],
    [`sortBy=${ENTERPRISE}:manager`, 'bob dan cem ann'],
    ['sortBy=meta.created', 'cem ann bob dan'],
    ['sortBy=id&sortOrder=descending', 'dan bob ann cem'],
    ['sortBy=meta.resourceType', 'cem ann bob dan'],
    ['sortOrder=descending', 'cem ann bob dan'],
    ['sortBy=title&startIndex=2&count=2', 'cem ann'],
    ['sortBy=userName&filter=title%20pr', 'ann bob cem'],
  ])('%s → %s', async (query, names) => {
    expect(await order(query)).toBe(names);
  });

  test('groups by name, and by the first of their members', async () => {
    const [ann, bob] = [...nameOf].toSorted(([, a], [, b]) => a.localeCompare(b)).map(([id]) => id);
    const first = await tenant.newGroup({ displayName: 'b', members: [{ value: bob }] });
    const second = await tenant.newGroup({ displayName: 'A', members: [{ value: ann }, { value: bob }] });
    const ids = async (query: string) =>
      (await tenant.get(`/Groups?${query}`)).json.Resources.map(({ id }: { id: string }) => id);
    expect(await ids('sortBy=displayName')).toEqual([second.id, first.id]);
    expect(await ids('sortBy=members')).toEqual([second.id, first.id]);
    expect(await ids('sortBy=members.value&sortOrder=descending')).toEqual([first.id, second.id]);
  });
});

describe('A query at the base URL', () => {
  let root: Tenant;
  let user: string;
  let group: string;
  beforeAll(async () => {
    root = await muster.newTenant();
    ({ id: user } = await root.newUser({ userName: 'm@example.com', displayName: 'M' }));
    ({ id: group } = await root.newGroup({ displayName: 'A', members: [{ value: user }] }));
    await (await muster.newTenant()).newUser({ displayName: 'M' });
  });
  const found = async (query: string) => {
    const { status, json, text } = await root.get(`?${query}`);
    if (status !== 200) throw new Error(text);
    expect(json.totalResults).toBe(json.Resources.length);
    return json.Resources.map(({ id }: { id: string }) => id);
  };

  test.each<[string, () => string[]]>([
    ['', () => [user, group]],
    ['sortBy=displayName', () => [group, user]],
    ['sortBy=userName', () => [user, group]],
    ['filter=displayName%20sw%20"m"', () => [user]],
    ['filter=userName%20eq%20"m@example.com"', () => [user]],
    ['filter=not%20(userName%20pr)', () => [group]],
    ['filter=userName%20ne%20"x"', () => [user, group]],
    ['filter=userName%20eq%20null', () => [group]],
    ['filter=members[value%20pr]', () => [group]],
    ['filter=meta.resourceType%20eq%20"Group"', () => [group]],
    ['filter=emails.type%20eq%20"work"%20or%20members%20pr', () => [group]],
  ])('%s', async (query, ids) => {
    expect(await found(query)).toEqual(ids());
  });

  test('answers whole resources of each type, projected', async () => {
    const { json } = await root.get('?attributes=displayName,members');
    expect(json.Resources.map((resource: object) => Object.keys(resource).toSorted())).toEqual([
      ['displayName', 'id', 'schemas'],
      ['displayName', 'id', 'members', 'schemas'],
    ]);
  });

  test('takes a SearchRequest too, and pages by cursor', async () => {
    const first = await root.post('/.search', {
      schemas: [SEARCH_REQUEST],
      count: 1,
      cursor: '',
      sortBy: 'displayName',
    });
    expect([first.status, first.json.Resources[0].id, first.json.totalResults]).toEqual([200, group, 2]);
    const cursor = first.json.nextCursor;
    const second = await root.post('/.search', { schemas: [SEARCH_REQUEST], count: 1, cursor, sortBy: 'displayName' });
    expect(second.json.Resources.map(({ id }: { id: string }) => id)).toEqual([user]);
    expect(second.json.nextCursor).toBeUndefined();
  });

  test.each(['filter=nobody%20pr', 'sortBy=nobody'])('refuses an attribute that nothing has: %s', async (query) => {
    expect((await root.get(`?${query}`)).status).toBe(400);
  });
});
