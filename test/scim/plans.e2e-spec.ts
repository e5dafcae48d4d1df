import { beforeAll, describe, expect, test } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { GroupsService } from '../../src/groups/groups.service.js';
import { Population, type PopulationSize } from '../../src/tools/simulate/population/population.js';
import { UsersService } from '../../src/users/users.service.js';
import { type Tenant, withMuster, withTenant } from '../support/muster.js';
import type { Statement } from '../support/statements.js';

/** Tables whose rows grow with the organization. */
const GROWING = ['users', 'user_emails', 'user_groups', 'group_members', 'events'];
/** Most rows that MariaDB may expect to read for one table of a statement. */
const FEW = 100;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

const muster = withMuster();
const tenant = withTenant(muster);
let user: { id: string; userName: string; externalId: string };
let group: string;

const add = (value: string) => ({ op: 'add', path: 'members', value: [{ value }] });
const remove = (value: string) => ({ op: 'remove', path: `members[value eq "${value}"]` });
const filter = (text: string) => tenant.filter('/Users', text);

describe('While the database has not counted the memberships yet', () => {
  let newcomers: Tenant;
  let newcomer: { id: string; userName: string };
  beforeAll(async () => {
    newcomers = await muster.newTenant();
    await populate(newcomers, { people: 500, groups: 20, largestGroup: 500 });
    [newcomer] = (await newcomers.get('/Users?count=1')).json.Resources;
  });

  test.each([
    ['a page', () => newcomers.get('/Users?count=100')],
    ['one who is looked up by userName', () => newcomers.filter('/Users', `userName eq "${newcomer.userName}"`)],
    ['one who is looked up by e-mail', () => newcomers.filter('/Users', `emails.value eq "${newcomer.userName}"`)],
    ['a GET', () => newcomers.get(`/Users/${newcomer.id}`)],
  ])('the groups of %s are found from the people to their memberships to the groups', async (_whose, request) => {
    const statements = await muster.statements.recordedDuring(request);
    const statement = statements.find(({ text }) => text.includes('group_members'));
    const steps = await muster.planOf(statement!);
    const stepOf = (name: string) =>
      steps.findIndex(({ table, detail }) => table === name || / (\w+) USING/.exec(String(detail))?.[1] === name);
    const [memberships, groups] = [stepOf('m'), stepOf('g')];
    expect(memberships).toBeGreaterThanOrEqual(0);
    expect(groups).toBeGreaterThan(memberships);
    const { key, detail } = steps[memberships]!;
    expect(String(key ?? detail)).toMatch(/group_members_user/);
  });
});

describe('The database goes straight to the few rows that are wanted, in an organization of thousands, to', () => {
  beforeAll(async () => {
    await populate(tenant, { people: 5_000, groups: 20, largestGroup: 4_000 });
    user = (await tenant.get('/Users?startIndex=2500&count=1')).json.Resources[0];
    // Once a window the breaker counts who is revoked, in an index, to know how many are active.
    await tenant.delete(`/Users/${(await tenant.newUser()).id}`);
    group = (await tenant.filter('/Groups', 'displayName eq "Group 1"')).json.Resources[0].id;
    for (const table of GROWING)
      await muster.rows(muster.database.kind === 'mysql' ? `ANALYZE TABLE ${table}` : 'SELECT 1');
  }, 60_000);

  test.each<[string, () => Promise<{ status: number; json: unknown }>]>([
    ['GET a user', () => tenant.get(`/Users/${user.id}`)],
    ['look up a userName', () => filter(`userName eq "${user.userName}"`)],
    ['look up an externalId', () => filter(`externalId eq "${user.externalId}"`)],
    ['look up an e-mail', () => filter(`emails.value eq "${user.userName}"`)],
    ['look up a work e-mail', () => filter(`emails[type eq "work" and value eq "${user.userName}"]`)],
    ['look up an id', () => filter(`id eq "${user.id}"`)],
    ['look up a group', () => tenant.get('/Groups?excludedAttributes=members&filter=displayName eq "Group 20"')],
    [
      'look up the groups of a user',
      () => tenant.get(`/Groups?excludedAttributes=members&filter=members.value eq "${user.id}"`),
    ],
    ['GET a group without members', () => tenant.get(`/Groups/${group}?excludedAttributes=members`)],
    [
      'POST a user',
      () => tenant.post('/Users', { schemas: [USER], userName: uuid(), emails: [{ value: 'a@example.com' }] }),
    ],
    ['PUT a user', () => tenant.put(`/Users/${user.id}`, { schemas: [USER], userName: user.userName, title: uuid() })],
    ['PATCH a user', () => tenant.patch(`/Users/${user.id}`, [{ op: 'replace', path: 'active', value: false }])],
    ['remove a member', () => tenant.patch(`/Groups/${group}`, [remove(user.id)])],
    ['add a member', () => tenant.patch(`/Groups/${group}`, [add(user.id)])],
    ['rename a group', () => tenant.patch(`/Groups/${group}`, [{ op: 'replace', path: 'displayName', value: uuid() }])],
    ['DELETE a user', () => tenant.delete(`/Users/${user.id}`)],
  ])('%s', async (_name, request) => {
    let status = 0;
    const statements = await muster.statements.recordedDuring(async () => ({ status } = await request()));
    expect(status).toBeLessThan(300);
    for (const statement of statements.filter(({ text }) => /^(SELECT|WITH|UPDATE|DELETE)/.test(text)))
      expect([statement.text, await walksOf(statement)]).toEqual([statement.text, []]);
  });
});

async function populate({ organizationId }: Tenant, size: PopulationSize): Promise<void> {
  const { app } = muster;
  const context = await operatorContext(app, organizationId);
  const population = new Population(context, app.get(UnitOfWork), app.get(UsersService), app.get(GroupsService));
  for await (const _ of population.populate(size));
}

/** What the plan of a statement reads of a growing table without more than the organization to go by. */
async function walksOf(statement: Statement): Promise<string[]> {
  const steps = await muster.planOf(statement);
  if (muster.database.kind === 'sqlite') {
    const details = steps.map(({ detail }) => String(detail));
    return details.filter((detail) => isOfGrowing(detail) && !detail.includes('=? AND '));
  }
  return steps.filter(({ rows }) => Number(rows) > FEW).map((step) => JSON.stringify(step));
}

/** `SEARCH m USING …` names an alias; those of group_members, user_groups and user_emails are m, g and e. */
function isOfGrowing(detail: string): boolean {
  const [, name = ''] = /^(?:SEARCH|SCAN) (\w+)/.exec(detail) ?? [];
  return [...GROWING, 'm', 'g', 'e', 'c'].includes(name);
}
