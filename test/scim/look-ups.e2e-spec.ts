import { describe, expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);

const add = (group: string, id: string) =>
  tenant.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value: [{ value: id }] }]);
const found = async (filter: string, more = '') =>
  (await tenant.get(`/Users?filter=${encodeURIComponent(filter)}${more}`)).json;

describe('Whoever is looked up', () => {
  test.each(['nobody', 'one', 'several', 'nested'])(
    'is shown as a GET of the person shows it: groups: %s',
    async (kind) => {
      const mail = `${kind}@example.com`;
      const emails = [{ value: mail, type: 'work', primary: true }];
      const { id, userName } = await tenant.newUser({ emails, externalId: `00u-${kind}` });
      const groups: string[] = [];
      for (let count = { nobody: 0, one: 1, several: 7, nested: 2 }[kind]!; count > 0; count -= 1) {
        const group = await tenant.newGroup();
        expect((await add(group.id, id)).status).toBe(204);
        groups.push(group.id);
      }
      if (kind === 'nested') expect((await add((await tenant.newGroup()).id, groups[0]!)).status).toBe(204);
      const expected = (await tenant.get(`/Users/${id}`)).json;
      expect(expected.groups?.length ?? 0).toBe(groups.length + (kind === 'nested' ? 1 : 0));
      for (const filter of [
        `userName eq "${userName}"`,
        `externalId eq "00u-${kind}"`,
        `emails.value eq "${mail}"`,
        `emails[type eq "work" and value eq "${mail}"]`,
        `id eq "${id}"`,
        `userName eq "${userName}" and active eq true`,
      ])
        expect((await found(filter)).Resources).toEqual([expected]);
      expect(
        (await found(`userName eq "${userName}"`, '&excludedAttributes=groups')).Resources[0].groups,
      ).toBeUndefined();
    },
  );

  test('stands among as many as a page has, where more have the value', async () => {
    const group = await tenant.newGroup();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await tenant.newUser({ externalId: 'shared' })).id);
    for (const id of ids) await add(group.id, id);
    const { totalResults, Resources } = await found('externalId eq "shared"', '&count=3');
    expect(totalResults).toBe(5);
    expect(Resources.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 3));
    expect(Resources.map(({ groups }: { groups: object[] }) => groups.length)).toEqual([1, 1, 1]);
    expect((await found('externalId eq "shared"')).Resources).toHaveLength(5);
  });

  test('stands beside others, of whom only some are in groups that are in groups', async () => {
    const shared = { externalId: 'beside' };
    const people = [await tenant.newUser(shared), await tenant.newUser(shared), await tenant.newUser(shared)];
    const [outer, inner] = [await tenant.newGroup(), await tenant.newGroup()];
    await add(outer.id, inner.id);
    await add(outer.id, people[0]!.id);
    await add(inner.id, people[1]!.id);
    const expected = [];
    for (const { id } of people) expected.push((await tenant.get(`/Users/${id}`)).json);
    expect(expected.map(({ groups }) => groups?.length ?? 0)).toEqual([1, 2, 0]);
    expect((await found('externalId eq "beside"')).Resources).toEqual(expected);
  });

  test('is shown with all groups, however many', async () => {
    const groups: string[] = [];
    const user = await tenant.newUser({ externalId: 'everywhere' });
    for (let count = 0; count < 120; count += 1) groups.push((await tenant.newGroup()).id);
    for (const id of groups) expect((await add(id, user.id)).status).toBe(204);
    const expected = (await tenant.get(`/Users/${user.id}`)).json;
    expect(expected.groups.map(({ value }: { value: string }) => value)).toEqual(groups);
    for (const filter of [`userName eq "${user.userName}"`, 'externalId eq "everywhere"'])
      expect(await found(filter)).toMatchObject({ totalResults: 1, Resources: [expected] });
    await tenant.newUser({ externalId: 'everywhere' });
    expect(await found('externalId eq "everywhere"', '&count=1')).toMatchObject({
      totalResults: 2,
      Resources: [expected],
    });
  });

  test('stands among many of whom each has groups', async () => {
    const emails = [{ value: 'shared@example.com', type: 'work', primary: true }];
    const people: string[] = [];
    for (let count = 0; count < 60; count += 1) people.push((await tenant.newUser({ emails })).id);
    for (const group of [await tenant.newGroup(), await tenant.newGroup()])
      await tenant.patch(`/Groups/${group.id}`, [
        { op: 'add', path: 'members', value: people.map((value) => ({ value })) },
      ]);
    const { totalResults, Resources } = await found('emails.value eq "shared@example.com"', '&count=100');
    expect(totalResults).toBe(60);
    expect(Resources.map(({ id, groups }: { id: string; groups: object[] }) => [id, groups.length])).toEqual(
      people.map((id) => [id, 2]),
    );
  });

  test('and is not there is an empty list', async () => {
    expect(await found('userName eq "nobody of that name"')).toMatchObject({ totalResults: 0 });
  });
});
