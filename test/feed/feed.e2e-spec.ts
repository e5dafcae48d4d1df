import { beforeAll, describe, expect, test } from '@jest/globals';
import { ApplicationKeysService } from '../../src/scim-auth/application-keys/application-keys.service.js';
import { Application, type Told } from '../support/application.js';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);
let application: Application;
beforeAll(async () => {
  // The first use of a key is an event, too.
  await tenant.get('/Users?count=0');
  application = await Application.of(muster, tenant.organizationId);
});

describe('A key of an application', () => {
  test('opens nothing of SCIM, and a SCIM key no events; neither opens another organization', async () => {
    const { organizationId, key, base } = application;
    const statusWith = async (url: string, bearer: string) =>
      (await fetch(url, { headers: { Authorization: `Bearer ${bearer}` } })).status;
    expect((await muster.client(organizationId, key).get('/Users')).status).toBe(401);
    const elsewhere = base.replace(organizationId, await muster.newOrganization());
    for (const path of ['/events', '/events/stream']) {
      expect(await statusWith(base + path, tenant.key)).toBe(401);
      expect(await statusWith(elsewhere + path, key)).toBe(401);
      expect(await statusWith(base + path, '')).toBe(401);
    }
    expect(await statusWith(`${base}/events`, key)).toBe(200);
  });

  test('ends at once when it is revoked', async () => {
    const other = await Application.of(muster, tenant.organizationId);
    await other.revoke();
    expect((await other.ask()).status).toBe(401);
    const { events } = await application.page(`types=application_key.*&after=0`);
    expect(events.filter(({ resourceId }) => resourceId === other.keyId).map(({ type }) => type)).toEqual([
      'application_key.created',
      'application_key.revoked',
    ]);
    expect(JSON.stringify(events)).not.toContain(other.key.slice(-49));
  });

  test('is listed with its last use', async () => {
    await application.ask();
    const keys = await muster.app.get(ApplicationKeysService).list(tenant.organizationId);
    expect(keys.find(({ id }) => id === application.keyId)).toMatchObject({
      label: 'HR app',
      revokedAt: null,
      lastUsedAt: expect.any(Number),
    });
  });
});

describe('The feed', () => {
  test('tells everything once and in order while many write', async () => {
    const after = await application.end();
    await Promise.all(Array.from({ length: 40 }, () => tenant.newUser()));
    const told: Told[] = [];
    for (let next = after; ;) {
      const got = await application.page(`after=${next}&limit=7`);
      told.push(...got.events);
      next = got.next;
      if (got.isEnd) break;
    }
    expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, index) => after + 1 + index));
    expect(told.filter(({ type }) => type === 'user.created')).toHaveLength(40);
  });

  test('tells the types that are asked for, and goes past the others', async () => {
    const after = await application.end();
    const { id } = await tenant.newUser();
    await tenant.newGroup({ members: [{ value: id }] });
    const { events, next, isEnd } = await application.page(`after=${after}&types=group.members_changed`);
    expect([events.map(({ type }) => type), isEnd]).toEqual([['group.members_changed'], true]);
    expect(next).toBe(await application.end());
    const users = await application.page(`after=${after}&types=user.*`);
    expect(users.events.every(({ type }) => type.startsWith('user.'))).toBe(true);
    expect(users.events.length).toBeGreaterThan(0);
  });

  test.each(['after=-1', 'after=x', 'limit=0', 'limit=501', 'wait=31', 'types=*', "types=user.'", 'after=999999'])(
    'refuses %s',
    async (query) => {
      const answer = await application.ask(query);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        400,
        expect.stringContaining('problem+json'),
      ]);
    },
  );
});
