import { beforeAll, describe, expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);
let people: string[];
beforeAll(async () => {
  people = await Promise.all(Array.from({ length: 6 }, async () => (await tenant.newUser()).id));
});

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const list = (...ids: string[]) => ids.map((value) => ({ value }));
const versionOf = async (id: string) => (await tenant.get(`/Groups/${id}`)).json.meta.version;
const groupsOf = async (id: string) => (await tenant.get(`/Users/${id}`)).json.groups ?? [];

describe('Members', () => {
  test.each<[string, (id: string) => unknown[], (all: string[]) => string[]]>([
    ['add by list', () => [{ op: 'add', path: 'members', value: list(people[2]!) }], ([a, b]) => [a!, b!, people[2]!]],
    [
      'add one object',
      () => [{ op: 'add', path: 'members', value: { value: people[2] } }],
      ([a, b]) => [a!, b!, people[2]!],
    ],
    [
      'add without a path',
      () => [{ op: 'Add', value: { members: list(people[2]!) } }],
      ([a, b]) => [a!, b!, people[2]!],
    ],
    [
      'add with null $ref',
      () => [{ op: 'Add', path: 'members', value: [{ $ref: null, value: people[2] }] }],
      ([a, b]) => [a!, b!, people[2]!],
    ],
    ['remove by path', () => [{ op: 'remove', path: `members[value eq "${people[0]}"]` }], ([, b]) => [b!]],
    ['remove by value list', () => [{ op: 'Remove', path: 'members', value: list(people[0]!) }], ([, b]) => [b!]],
    ['remove by an empty value list', () => [{ op: 'remove', path: 'members', value: [] }], (both) => both],
    ['remove without value', () => [{ op: 'remove', path: 'members' }], () => []],
    ['remove who is not in', () => [{ op: 'remove', path: `members[value eq "${people[5]}"]` }], (both) => both],
    ['remove by type', () => [{ op: 'remove', path: 'members[type eq "User"]' }], () => []],
    [
      'replace',
      () => [{ op: 'replace', path: 'members', value: list(people[1]!, people[3]!) }],
      ([, b]) => [b!, people[3]!],
    ],
    ['replace without a path', () => [{ op: 'replace', value: { members: list(people[3]!) } }], () => [people[3]!]],
    ['replace by nothing', () => [{ op: 'replace', path: 'members', value: [] }], () => []],
    [
      'remove one, add another',
      () => [
        { op: 'remove', path: `members[value eq "${people[0]}"]` },
        { op: 'add', path: 'members', value: list(people[4]!) },
      ],
      ([, b]) => [b!, people[4]!],
    ],
    [
      'add and remove the same',
      () => [
        { op: 'add', path: 'members', value: list(people[4]!) },
        { op: 'remove', path: `members[value eq "${people[4]}"]` },
      ],
      (both) => both,
    ],
  ])('%s', async (_name, operations, expected) => {
    const { id } = await tenant.newGroup({ members: list(people[0]!, people[1]!) });
    expect((await tenant.patch(`/Groups/${id}`, operations(id))).status).toBe(204);
    expect(await tenant.membersOf(id)).toEqual(expected([people[0]!, people[1]!]).toSorted());
  });

  test('adding who is in and removing who is not changes no version and makes no event', async () => {
    const { id } = await tenant.newGroup({ members: list(people[0]!) });
    const before = await versionOf(id);
    const events = async () => (await muster.rows('SELECT 1 FROM events')).length;
    const eventsBefore = await events();
    await tenant.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value: list(people[0]!) }]);
    await tenant.patch(`/Groups/${id}`, [{ op: 'remove', path: `members[value eq "${people[3]}"]` }]);
    await tenant.patch(`/Groups/${id}`, [{ op: 'replace', path: 'members', value: list(people[0]!) }]);
    expect([await versionOf(id), await events()]).toEqual([before, eventsBefore]);
  });

  test('unknown ids are 400 invalidValue that names them, and nothing of the request is applied', async () => {
    const { id } = await tenant.newGroup({ displayName: 'Untouched', members: list(people[0]!) });
    const unknown = ['0192f0c1-2d3e-7f40-8a51-0123456789ab', 'nobody', '<b>'];
    const operations = [
      { op: 'replace', path: 'displayName', value: 'Touched' },
      { op: 'add', path: 'members', value: list(people[1]!, ...unknown) },
    ];
    const { status, json } = await tenant.patch(`/Groups/${id}`, operations);
    expect([status, json.scimType]).toEqual([400, 'invalidValue']);
    expect(json.detail).toContain('0192f0c1-2d3e-7f40-8a51-0123456789ab, nobody, 1 more');
    expect((await tenant.get(`/Groups/${id}`)).json).toMatchObject({
      displayName: 'Untouched',
      members: [{ value: people[0] }],
    });
    const created = await tenant.post('/Groups', { schemas: [GROUP], displayName: 'Never', members: list('nobody') });
    expect(created.status).toBe(400);
    expect(await tenant.find('/Groups', 'displayName eq "Never"')).toEqual([]);
  });

  test.each([
    ['a member without value', [{ op: 'add', path: 'members', value: [{ display: 'x' }] }], 'invalidValue'],
    ['a display of a member', [{ op: 'replace', path: `members[value eq "x"].display`, value: 'x' }], 'mutability'],
    ['a value of a member', [{ op: 'replace', path: `members.value`, value: 'x' }], 'mutability'],
  ])('%s cannot be changed', async (_name, operations, scimType) => {
    const { id } = await tenant.newGroup();
    const { status, json } = await tenant.patch(`/Groups/${id}`, operations);
    expect([status, json.scimType]).toEqual([400, scimType]);
  });

  test('PUT leaves exactly the members it lists', async () => {
    const { id, displayName } = await tenant.newGroup({ members: list(people[0]!, people[1]!) });
    const put = (members?: unknown) =>
      tenant.put(`/Groups/${id}`, { schemas: [GROUP], displayName, ...(members === undefined ? {} : { members }) });
    expect((await put(list(people[1]!, people[2]!))).json.members).toHaveLength(2);
    expect(await tenant.membersOf(id)).toEqual([people[1]!, people[2]!].toSorted());
    expect((await put()).json).not.toHaveProperty('members');
  });

  test('a member is shown with its type, name and URL; a PATCH answers with them when asked', async () => {
    const { id: nested, displayName } = await tenant.newGroup();
    const { id: person, userName } = await tenant.newUser();
    const { id } = await tenant.newGroup();
    const { status, json } = await tenant.patch(`/Groups/${id}?attributes=members`, [
      { op: 'add', path: 'members', value: list(person, nested) },
    ]);
    expect(status).toBe(200);
    const base = `https://muster.example/scim/v2/${tenant.organizationId}`;
    expect(json.members).toEqual(
      expect.arrayContaining([
        { value: person, type: 'User', display: userName, $ref: `${base}/Users/${person}` },
        { value: nested, type: 'Group', display: displayName, $ref: `${base}/Groups/${nested}` },
      ]),
    );
  });

  test('several hundred members in one PATCH, and a thousand removed one path each', async () => {
    const ids: string[] = [];
    for (let start = 0; start < 1_000; start += 50)
      ids.push(...(await Promise.all(Array.from({ length: 50 }, async () => (await tenant.newUser()).id))));
    const { id } = await tenant.newGroup();
    expect((await tenant.patch(`/Groups/${id}`, [{ op: 'add', path: 'members', value: list(...ids) }])).status).toBe(
      204,
    );
    expect(await tenant.membersOf(id)).toHaveLength(1_000);
    expect(
      (
        await tenant.patch(
          `/Groups/${id}`,
          ids.slice(1).map((value) => ({ op: 'remove', path: `members[value eq "${value}"]` })),
        )
      ).status,
    ).toBe(204);
    expect(await tenant.membersOf(id)).toEqual([ids[0]]);
  }, 60_000);
});

describe('Groups of a user', () => {
  test('are derived, direct and through nested groups, right after a change', async () => {
    const { id: person } = await tenant.newUser();
    const inner = await tenant.newGroup({ members: list(person) });
    const outer = await tenant.newGroup({ members: list(inner.id) });
    expect(await groupsOf(person)).toEqual([
      expect.objectContaining({ value: inner.id, display: inner.displayName, type: 'direct' }),
      expect.objectContaining({ value: outer.id, display: outer.displayName, type: 'indirect' }),
    ]);
    expect(await tenant.find('/Users', `groups.value eq "${outer.id}"`)).toEqual([person]);
    expect(await tenant.find('/Users', `groups[value eq "${outer.id}" and type eq "direct"]`)).toEqual([]);
    await tenant.patch(`/Groups/${outer.id}`, [{ op: 'remove', path: `members[value eq "${inner.id}"]` }]);
    expect(await groupsOf(person)).toHaveLength(1);
  });

  test('who is in a group itself and through another one is a direct member, also to filters', async () => {
    const { id: person } = await tenant.newUser();
    const inner = await tenant.newGroup({ members: list(person) });
    const outer = await tenant.newGroup({ members: list(inner.id, person) });
    expect((await groupsOf(person)).map(({ type }: { type: string }) => type)).toEqual(['direct', 'direct']);
    const through = (type: string) => tenant.find('/Users', `groups[value eq "${outer.id}" and type eq "${type}"]`);
    expect([await through('direct'), await through('indirect')]).toEqual([[person], []]);
  });

  test('a deleted user leaves its groups, whose version and events say so', async () => {
    const { id: person } = await tenant.newUser();
    const { id } = await tenant.newGroup({ members: list(person, people[0]!) });
    expect((await tenant.delete(`/Users/${person}`)).status).toBe(204);
    expect(await tenant.membersOf(id)).toEqual([people[0]]);
    expect(await versionOf(id)).toBe('W/"2"');
    const [event] = await muster.rows<{ data: string }>(
      `SELECT data FROM events WHERE resourceId = ? AND type = 'group.members_changed' ORDER BY sequence DESC`,
      [id],
    );
    expect(JSON.parse(event!.data)).toEqual({ added: [], removed: [person] });
  });

  test('a deleted nested group leaves its parent', async () => {
    const inner = await tenant.newGroup();
    const outer = await tenant.newGroup({ members: list(inner.id) });
    await tenant.delete(`/Groups/${inner.id}`);
    expect(await tenant.membersOf(outer.id)).toEqual([]);
  });

  test.each([1, 2, 3])('a circle of %i nested groups is refused', async (length) => {
    const chain = [await tenant.newGroup()];
    for (let index = 1; index < length; index += 1)
      chain.push(await tenant.newGroup({ members: list(chain.at(-1)!.id) }));
    const { status, json } = await tenant.patch(`/Groups/${chain[0]!.id}`, [
      { op: 'add', path: 'members', value: list(chain.at(-1)!.id) },
    ]);
    expect([status, json.scimType]).toEqual([400, 'invalidValue']);
  });

  test('groups cannot be written through the user', async () => {
    const { id } = await tenant.newUser({ groups: [{ value: 'x' }] });
    expect(await groupsOf(id)).toEqual([]);
    const { status, json } = await tenant.patch(`/Users/${id}`, [{ op: 'add', path: 'groups', value: list('x') }]);
    expect([status, json.scimType]).toEqual([400, 'mutability']);
  });
});
