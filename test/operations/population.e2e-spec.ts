import { beforeAll, describe, expect, test } from '@jest/globals';
import { AuditVerification } from '../../src/history/audit/audit-verification.js';
import { GroupsService } from '../../src/groups/groups.service.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { Population } from '../../src/tools/simulate/population/population.js';
import { UsersService } from '../../src/users/users.service.js';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);
beforeAll(async () => {
  const { app } = muster;
  const context = await operatorContext(app, tenant.organizationId);
  const population = new Population(context, app.get(UnitOfWork), app.get(UsersService), app.get(GroupsService));
  for await (const progress of population.populate({ people: 2_500, groups: 3, largestGroup: 2_100 }))
    expect(progress.done).toBeGreaterThan(0);
}, 60_000);

const total = async (path: string) => (await tenant.get(path)).json.totalResults;

describe('A population', () => {
  test('has as many people and groups as asked for, and the n-th group the n-th part of the members', async () => {
    expect([await total('/Users?count=0'), await total('/Groups?count=0')]).toEqual([2_500, 3]);
    const { json } = await tenant.get('/Groups');
    expect(json.Resources.map(({ members }: { members: object[] }) => members.length)).toEqual([2_100, 1_050, 700]);
  });

  test('is found by every attribute of a copied person as by those of the first', async () => {
    for (const number of ['n0000007', 'n0001007', 'n0002499'])
      for (const filter of [
        `userName eq "PERSON-${number}@example.com"`,
        `externalId eq "00u${number}xxxxxxxxx"`,
        `emails[type eq "work" and value eq "person-${number}@example.com"]`,
        `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "${number}"`,
      ])
        expect([filter, await total(`/Users?filter=${encodeURIComponent(filter)}`)]).toEqual([filter, 1]);
  });

  test('is the identity provider’s, the first person like the copied ones', async () => {
    for (const number of ['n0000007', 'n0001007', 'n0002499']) {
      const filter = encodeURIComponent(`userName eq "person-${number}@example.com"`);
      const [{ id, userName }] = (await tenant.get(`/Users?filter=${filter}`)).json.Resources;
      const emails = [{ value: `other-${number}@example.com`, type: 'work', primary: true }];
      expect((await tenant.put(`/Users/${id}`, { userName, emails })).status).toBe(200);
    }
  });

  test('has one event a person, about that person, in a sequence without gaps', async () => {
    const events = await muster.rows<{ sequence: number; resourceId: string; data: string }>(
      `SELECT sequence, resourceId, data FROM events WHERE type = 'user.created' ORDER BY sequence`,
    );
    const users = await muster.rows<{ id: string; document: string }>('SELECT id, document FROM users');
    const nameOf = new Map(users.map(({ id, document }) => [id, JSON.parse(document).userName]));
    expect(
      events.map(({ resourceId, data }) => JSON.parse(data).attributes.userName === nameOf.get(String(resourceId))),
    ).toEqual(Array.from({ length: 2_500 }, () => true));
    const all = await muster.rows<{ sequence: number }>('SELECT sequence FROM events ORDER BY sequence');
    expect(all.map(({ sequence }) => Number(sequence))).toEqual(all.map((_, index) => index + 1));
    const { fault, events: proven } = await muster.app.get(AuditVerification).verify(tenant.organizationId);
    expect([fault, proven]).toEqual([undefined, all.length]);
  });
});
