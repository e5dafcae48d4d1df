import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { AuditVerification } from '../../src/history/audit/audit-verification.js';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { StartChains1764000000036 } from '../../src/platform/database/migrations/1764000000036-start-chains.js';
import { UsersService } from '../../src/users/users.service.js';
import { withMuster, withTenant } from '../support/muster.js';
import { confirmed, newCompany } from '../support/organization.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

const muster = withMuster();
const tenant = withTenant(muster);

const verify = (organizationId = tenant.organizationId) => muster.app.get(AuditVerification).verify(organizationId);
const lastSequence = async () => {
  const [row] = await muster.rows<{ lastSequence: number }>(
    'SELECT lastSequence FROM event_sequences WHERE organizationId = ?',
    [tenant.organizationId],
  );
  return Number(row!.lastSequence);
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('The chain of an organization', () => {
  test('begins with its first event', async () => {
    const organizationId = await muster.newOrganization();
    expect(await verify(organizationId)).toMatchObject({
      anchor: 0,
      events: 1,
      links: 1,
      earlier: 0,
      fault: undefined,
    });
  });

  test('holds all that is done through SCIM', async () => {
    const first = await tenant.newUser({ displayName: 'Zoë 🦊 \\"\u2028' });
    const second = await tenant.newUser({ emails: [{ value: 'zoe@example.com', type: 'work' }] });
    const { id: group } = await tenant.newGroup({ members: [{ value: first.id }] });
    await tenant.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value: [{ value: second.id }] }]);
    await tenant.patch(`/Users/${first.id}`, [{ op: 'replace', path: 'active', value: false }]);
    await tenant.put(`/Users/${second.id}`, { schemas: [USER], userName: 'Ünïcode@example.com' });
    await tenant.delete(`/Users/${first.id}`);
    const { status } = await tenant.post('/Bulk', {
      schemas: [BULK],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: { schemas: [USER], userName: 'bulk@example.com' } },
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'b',
          data: { schemas: [GROUP], displayName: 'Bulk', members: [{ value: 'bulkId:a' }] },
        },
      ],
    });
    expect(status).toBe(200);
    const { events, links, fault } = await verify();
    expect([fault, events]).toEqual([undefined, await lastSequence()]);
    expect(links).toBeGreaterThan(8);
  });

  test('holds what people do on their way into the organization', async () => {
    const company = await newCompany(muster);
    await confirmed(muster, company);
    expect(await verify(company.okta.organizationId)).toMatchObject({ fault: undefined });
  });

  test('holds what 40 write at the same time', async () => {
    const { id: group } = await tenant.newGroup();
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const { id } = await tenant.newUser();
        await tenant.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value: [{ value: id }] }]);
      }),
    );
    const { events, fault } = await verify();
    expect([fault, events]).toEqual([undefined, await lastSequence()]);
  });

  test('has one link for events that are written together, however many', async () => {
    const organizationId = await muster.newOrganization();
    const bodies = Array.from({ length: 450 }, (_, index) => ({ schemas: [USER], userName: `together-${index}` }));
    await muster.app.get(UsersService).createAll(await operatorContext(muster.app, organizationId), bodies);
    expect(await verify(organizationId)).toMatchObject({ events: 451, links: 2, fault: undefined });
  });

  test('is what the documentation says', async () => {
    const organizationId = await muster.newOrganization('Documented');
    const [event] = await muster.rows<Record<string, unknown>>('SELECT * FROM events WHERE organizationId = ?', [
      organizationId,
    ]);
    const { id, time, type, actor, requestId, resourceType, resourceId, data, hash } = event!;
    const values = [id, Number(time), String(type), actor, requestId, String(resourceType), String(resourceId), data];
    const digest = sha256(`${JSON.stringify(values)}\n`);
    expect(String(hash)).toBe(sha256(`${sha256(`muster events of ${organizationId}`)}:1:${digest}`));
  });
});

test('An organization from before there were chains is proven from its next event on', async () => {
  const older = await muster.newTenant();
  const { organizationId } = older;
  await older.newUser();
  await muster.rows("UPDATE event_sequences SET lastHash = '', anchorHash = '' WHERE organizationId = ?", [
    organizationId,
  ]);
  await muster.rows('UPDATE events SET hash = NULL WHERE organizationId = ?', [organizationId]);
  const [{ total }] = (await muster.rows<{ total: number }>(
    'SELECT COUNT(*) AS total FROM events WHERE organizationId = ?',
    [organizationId],
  )) as [{ total: number }];
  const runner = muster.dataSource.createQueryRunner();
  await new StartChains1764000000036().up(runner);
  await runner.release();
  const before = { anchor: Number(total), earlier: Number(total), fault: undefined };
  expect(await verify(organizationId)).toMatchObject({ ...before, events: 0, links: 0 });
  await older.newUser();
  expect(await verify(organizationId)).toMatchObject({ ...before, events: 1, links: 1 });
});
