import { beforeAll, expect, test } from '@jest/globals';
import { withMuster } from '../support/muster.js';
import { assigned, type Company, newCompany } from '../support/organization.js';

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});

test('admins see the groups of people when they ask for them, direct and nested, each once', async () => {
  const { okta, admin } = company;
  const [one, two, three] = [
    await assigned(muster, company),
    await assigned(muster, company),
    await assigned(muster, company),
  ];
  const inner = await okta.newGroup({ displayName: 'Compilers', members: [{ value: one.id }] });
  const both = [{ value: inner.id }, { value: one.id }, { value: two.id }];
  await okta.newGroup({ displayName: 'Engineering', members: both });
  const { members } = (await admin.get('/members?status=invited&groups=true')).json;
  const groupsOf = (id: string) => members.find((member: { id: string }) => member.id === id).groups.toSorted();
  expect([groupsOf(one.id), groupsOf(two.id), groupsOf(three.id)]).toEqual([
    ['Compilers', 'Engineering'],
    ['Engineering'],
    [],
  ]);
  for (const query of ['', '&groups=false'])
    expect((await admin.get(`/members?status=invited${query}`)).json.members[0]).not.toHaveProperty('groups');
  expect((await admin.get('/members?groups=perhaps')).status).toBe(400);
});

test('the groups of a page are read at once, however many people are on it', async () => {
  const { okta, admin } = company;
  const statements = () => muster.statements.during(() => admin.get('/members?groups=true'));
  const before = await statements();
  for (let count = 0; count < 3; count += 1) {
    const { id } = await assigned(muster, company);
    await okta.newGroup({ members: [{ value: id }] });
  }
  expect((await statements()).length).toBe(before.length);
  expect(before.filter((text) => text.includes('group_members')).length).toBeGreaterThan(0);
});
