import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);

const newUsers = (count: number) => Promise.all(Array.from({ length: count }, async () => (await tenant.newUser()).id));
const add = (group: string, ids: string[]) =>
  tenant.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value: ids.map((value) => ({ value })) }]);
const remove = (group: string, id: string) =>
  tenant.patch(`/Groups/${group}`, [{ op: 'remove', path: `members[value eq "${id}"]` }]);
const statuses = (answers: { status: number }[]) => [...new Set(answers.map(({ status }) => status))];

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const MOVE_GROUP = 'UPDATE user_groups SET lastModifiedAt = ? WHERE organizationId = ? AND id = ?';
const WAIT_MS = 100;

/**
 * Makes a request while the first of some changes is under way and the others wait for it, each of a connection of its
 * own; one after the other is committed then. SQLite has one writer: there the changes come first.
 */
async function duringChanges<T>(changes: { text: string; values: unknown[] }[], request: () => Promise<T>): Promise<T> {
  if (muster.database.kind === 'sqlite') {
    for (const { text, values } of changes) await muster.rows(text, values);
    return request();
  }
  const runners = changes.map(() => muster.dataSource.createQueryRunner());
  const waiting: Promise<unknown>[] = [];
  for (const [index, { text, values }] of changes.entries()) {
    await runners[index]!.startTransaction();
    const changed = runners[index]!.query(text, values);
    if (index === 0) await changed;
    else waiting.push(changed.then(() => runners[index]!.commitTransaction()));
    await delay(WAIT_MS);
  }
  const answer = request();
  await delay(WAIT_MS);
  await runners[0]!.commitTransaction();
  await Promise.all(waiting);
  for (const runner of runners) await runner.release();
  return answer;
}

describe('Parallel requests', () => {
  test('200 PATCHes that each add another member to one group lose none', async () => {
    const ids = await newUsers(200);
    const { id: group } = await tenant.newGroup();
    const answers = await Promise.all(ids.map((id) => add(group, [id])));
    expect(statuses(answers)).toEqual([204]);
    expect(await tenant.membersOf(group)).toEqual(ids.toSorted());
  });

  test('a PUT and a PATCH of one person at the same time are done one after the other', async () => {
    const before = { title: 'old', nickName: 'old', displayName: 'old' };
    const put = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], title: 'put' };
    const operations = [
      { op: 'replace', path: 'nickName', value: 'patch' },
      { op: 'add', path: 'phoneNumbers', value: [{ value: '1' }] },
    ];
    for (let round = 0; round < 15; round += 1) {
      const { id, userName } = await tenant.newUser(before);
      const send = [
        () => tenant.put(`/Users/${id}`, { ...put, userName }),
        () => tenant.patch(`/Users/${id}`, operations),
      ];
      const answers = await Promise.all((round % 2 === 0 ? send : send.toReversed()).map((each) => each()));
      expect(statuses(answers)).toEqual([200]);
      const { title, nickName, displayName, phoneNumbers, meta } = (await tenant.get(`/Users/${id}`)).json;
      // PUT last leaves what it names alone; PATCH last adds its own to that. Never is the old back.
      expect([
        ['put', undefined, undefined, undefined],
        ['put', 'patch', undefined, [{ value: '1' }]],
      ]).toContainEqual([title, nickName, displayName, phoneNumbers]);
      expect(meta.version).toBe('W/"3"');
    }
  });

  test('a PUT and a PATCH with the same If-Match: one is done, the other is 412', async () => {
    const { id, userName, meta } = await tenant.newUser();
    const match = { 'If-Match': (meta as { version: string }).version };
    const put = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName, title: 'put' };
    const answers = await Promise.all([
      tenant.put(`/Users/${id}`, put, match),
      tenant.patch(`/Users/${id}`, [{ op: 'add', path: 'title', value: 'patch' }], match),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    const done = answers.find(({ status }) => status === 200)!;
    expect((await tenant.get(`/Users/${id}`)).json.title).toBe(done.json.title);
  });

  test('a group that is deleted during a push is gone: what comes later is 404, and nobody is left in it', async () => {
    const ids = await newUsers(12);
    const { id: group } = await tenant.newGroup({ members: [{ value: ids[0] }] });
    const pushes = ids.map((id, index) => (index === 4 ? tenant.delete(`/Groups/${group}`) : add(group, [id])));
    const answers = await Promise.all(pushes);
    expect(answers[4]!.status).toBe(204);
    expect(answers.every(({ status }) => status === 204 || status === 404)).toBe(true);
    expect((await add(group, [ids[1]!])).status).toBe(404);
    expect((await tenant.get(`/Groups/${group}`)).status).toBe(404);
    for (const id of ids) expect((await tenant.get(`/Users/${id}`)).json.groups).toBeUndefined();
    expect(await muster.rows('SELECT memberId FROM group_members WHERE groupId = ?', [group])).toEqual([]);
  });

  test('adds and removes at the same time end in the exact set', async () => {
    const ids = await newUsers(120);
    const leaving = ids.slice(0, 60);
    const joining = ids.slice(60);
    const { id: group } = await tenant.newGroup({ members: leaving.map((value) => ({ value })) });
    const answers = await Promise.all(
      leaving.flatMap((id, index) => [remove(group, id), add(group, [joining[index]!])]),
    );
    expect(statuses(answers)).toEqual([204]);
    expect(await tenant.membersOf(group)).toEqual(joining.toSorted());
  });

  test('one member added by 20 requests at once is one row, one version and one event', async () => {
    const [id] = await newUsers(1);
    const { id: group } = await tenant.newGroup();
    const answers = await Promise.all(Array.from({ length: 20 }, () => add(group, [id!, id!])));
    expect(statuses(answers)).toEqual([204]);
    expect(await tenant.membersOf(group)).toEqual([id]);
    expect((await tenant.get(`/Groups/${group}`)).json.meta.version).toBe('W/"2"');
    expect(
      await muster.rows(`SELECT 1 FROM events WHERE resourceId = ? AND type = 'group.members_changed'`, [group]),
    ).toHaveLength(1);
  });

  test('50 POSTs of one userName in mixed case and Unicode forms make one user, and 49 are told so', async () => {
    const forms = [
      'josé@example.com',
      'JOSÉ@example.com',
      'jose\u0301@example.com',
      'JOSE\u0301@EXAMPLE.COM',
      'ｊｏｓé@example.com',
    ];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        tenant.post('/Users', {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          userName: forms[index % forms.length],
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status, json }) => status === 409 && json.scimType === 'uniqueness');
    expect(refused).toHaveLength(49);
  });

  test('8 writers with one ETag: exactly one wins', async () => {
    const { id } = await tenant.newUser();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        tenant.patch(`/Users/${id}`, [{ op: 'replace', path: 'title', value: `t${index}` }], { 'If-Match': 'W/"1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 7 }, () => 412)]);
  });

  test('users deleted while they are added to a group leave no dangling member', async () => {
    const ids = await newUsers(30);
    const { id: group } = await tenant.newGroup();
    const answers = await Promise.all(ids.flatMap((id) => [add(group, [id]), tenant.delete(`/Users/${id}`)]));
    expect(answers.filter(({ status }) => ![204, 400].includes(status))).toEqual([]);
    expect(await tenant.membersOf(group)).toEqual([]);
  });

  test('a PUT of the whole list and PATCHes at the same time end as if one had come after the other', async () => {
    const [before, listed, added] = [await newUsers(3), await newUsers(3), await newUsers(3)] as const;
    for (let round = 0; round < 5; round += 1) {
      const { id, displayName } = await tenant.newGroup({ members: before.map((value) => ({ value })) });
      const body = { schemas: [GROUP], displayName, members: listed.map((value) => ({ value })) };
      const answers = await Promise.all([
        ...added.map((user) => add(id, [user])),
        tenant.put(`/Groups/${id}`, body),
        ...before.map((user) => remove(id, user)),
      ]);
      expect(statuses(answers).toSorted()).toEqual([200, 204]);
      const members = await tenant.membersOf(id);
      expect(members).toEqual(expect.arrayContaining(listed));
      expect(members.filter((user) => ![...listed, ...added].includes(user))).toEqual([]);
      const shown = answers.at(-4)!.json.members.map(({ value }: { value: string }) => value);
      expect(members).toEqual(expect.arrayContaining(shown));
    }
  });

  test('a group deleted while members are pushed into it is 404 from then on, and leaves no orphan', async () => {
    const users = await newUsers(6);
    const { id: group } = await tenant.newGroup();
    const { id: parent } = await tenant.newGroup({ members: [{ value: group }] });
    const pushes = users.map((user) => add(group, [user]));
    const [deleted, ...answers] = await Promise.all([tenant.delete(`/Groups/${group}`), ...pushes]);
    expect(deleted!.status).toBe(204);
    expect(answers.filter(({ status }) => ![204, 404].includes(status))).toEqual([]);
    expect((await add(group, [users[0]!])).status).toBe(404);
    const rows = await muster.rows('SELECT * FROM group_members WHERE groupId = ? OR memberId = ?', [group, group]);
    expect(rows).toEqual([]);
    expect(await tenant.membersOf(parent)).toEqual([]);
    for (const user of users) expect((await tenant.get(`/Users/${user}`)).json.groups).toBeUndefined();
  });

  test('a user deleted while its group is changed is told to leave it, in an event and a new version', async () => {
    const { id: user } = await tenant.newUser();
    const { id: group } = await tenant.newGroup({ members: [{ value: user }] });
    const { organizationId } = tenant;
    const versionOf = async () => Number(/\d+/.exec((await tenant.get(`/Groups/${group}`)).json.meta.version)![0]);
    const before = await versionOf();
    const moved = (time: number) => ({ text: MOVE_GROUP, values: [time, organizationId, group] });
    const deleted = await duringChanges([moved(Date.now() + 60_000), moved(1)], () => tenant.delete(`/Users/${user}`));
    expect(deleted.status).toBe(204);
    expect(await versionOf()).toBeGreaterThan(before);
    const events = await muster.rows<{ data: string }>(
      "SELECT data FROM events WHERE organizationId = ? AND resourceId = ? AND type = 'group.members_changed' ORDER BY sequence",
      [organizationId, group],
    );
    expect(events.map(({ data }) => JSON.parse(data).removed).at(-1)).toEqual([user]);
  });

  test('two groups that are put into each other at once never make a circle', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [first, second] = [(await tenant.newGroup()).id, (await tenant.newGroup()).id];
      const answers = await Promise.all([add(first, [second]), add(second, [first])]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 400]);
    }
  });

  test('totalResults stays that of the rows while people come and go', async () => {
    const own = await muster.newTenant();
    const first = await Promise.all(Array.from({ length: 20 }, () => own.newUser()));
    await Promise.all([
      ...first.slice(0, 15).map(({ id }) => own.delete(`/Users/${id}`)),
      ...first.slice(10).map(({ id }) => own.delete(`/Users/${id}`)),
      ...Array.from({ length: 10 }, () => own.newUser()),
      own.post('/Users', { schemas: [], userName: first[0]!.userName, title: 7 }),
    ]);
    const { json } = await own.get('/Users?count=1');
    expect(json.totalResults).toBe((await own.get('/Users?count=1000')).json.Resources.length);
    expect(json.totalResults).toBe(10);
  });

  test('events have a sequence without gaps or doubles', async () => {
    await Promise.all([newUsers(40), ...Array.from({ length: 20 }, () => tenant.newGroup())]);
    const rows = await muster.rows<{ sequence: number }>(
      'SELECT sequence FROM events WHERE organizationId = ? ORDER BY sequence',
      [tenant.organizationId],
    );
    expect(rows.map(({ sequence }) => Number(sequence))).toEqual(rows.map((_, index) => index + 1));
  });
});
