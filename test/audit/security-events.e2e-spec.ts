import { describe, expect, test } from '@jest/globals';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { FailedAuthenticationRecorder } from '../../src/history/requests/failed-authentication-recorder.js';
import { RequestRecorder } from '../../src/history/requests/request-recorder.js';
import { ScimKeysService } from '../../src/scim-auth/scim-keys.service.js';
import { type Tenant, withMuster } from '../support/muster.js';
import { until } from '../support/until.js';

interface Told {
  type: string;
  actor: { kind: string; id?: string };
  resourceId: string;
  data: Record<string, unknown>;
}
interface Failure {
  reason: string;
  keyId?: string;
  address: string | null;
  count: number;
}

const DAY_MS = 86_400_000;

const muster = withMuster({ TRUST_PROXY: '1' });

const told = async ({ organizationId }: Tenant, type: string): Promise<Told[]> => {
  const rows = await muster.rows<{ type: string; actor: string; resourceId: string; data: string }>(
    'SELECT type, actor, resourceId, data FROM events WHERE organizationId = ? AND type = ? ORDER BY sequence',
    [organizationId, type],
  );
  return rows.map(({ actor, resourceId, data, ...row }) => ({
    type: String(row.type),
    resourceId: String(resourceId),
    actor: JSON.parse(actor),
    data: JSON.parse(data),
  }));
};

describe('The use of a key is an event', () => {
  test('the first time, with where from and by which client', async () => {
    const tenant = await muster.newTenant();
    const headers = { 'User-Agent': 'Okta SCIM Client 1.0.0' };
    await Promise.all(Array.from({ length: 10 }, () => tenant.get('/Users?count=0', headers)));
    await tenant.get('/Groups?count=0', { 'User-Agent': 'curl' });
    expect(await told(tenant, 'key.used')).toEqual([
      {
        type: 'key.used',
        resourceId: tenant.keyId,
        actor: { kind: 'key', id: tenant.keyId, label: '' },
        data: { from: expect.stringContaining('127.0.0.1'), by: 'Okta SCIM Client 1.0.0', lastUsedAtBefore: null },
      },
    ]);
  });

  test('and again after a day without', async () => {
    const tenant = await muster.newTenant();
    await tenant.get('/Users?count=0');
    const before = Date.now() - DAY_MS;
    await muster.rows('UPDATE scim_keys SET lastUsedAt = ? WHERE id = ?', [before, tenant.keyId]);
    await until(async () => {
      await tenant.get('/Users?count=0');
      return (await told(tenant, 'key.used')).length > 1;
    });
    await tenant.get('/Users?count=0');
    const uses = await told(tenant, 'key.used');
    expect(uses.map(({ data }) => data['lastUsedAtBefore'])).toEqual([null, new Date(before).toISOString()]);
  });
});

describe('What changes in an organization', () => {
  const organizations = () => muster.app.get(OrganizationsService);

  test('is told with what was before, and not when nothing changes', async () => {
    const tenant = await muster.newTenant();
    const change = { seatLimit: 10, allowedDomains: ['Acme.example'], invitationDays: 5 };
    for (const _ of [1, 2]) await organizations().changeSettings(tenant.organizationId, change, OPERATOR);
    await organizations().changeSettings(tenant.organizationId, { seatLimit: null }, OPERATOR);
    expect((await told(tenant, 'organization.settings_changed')).map(({ data }) => data)).toEqual([
      {
        changes: { seatLimit: { before: null, after: 10 }, allowedDomains: { before: null, after: ['acme.example'] } },
      },
      { changes: { seatLimit: { before: 10, after: null } } },
    ]);
  });

  test('SCIM that is switched off and on again is told once each', async () => {
    const tenant = await muster.newTenant();
    for (const enabled of [false, false, true, true])
      await organizations().setScimEnabled(tenant.organizationId, enabled, OPERATOR);
    const data = (after: boolean) => ({ data: { changes: { scimEnabled: { before: !after, after } } } });
    expect(await told(tenant, 'organization.scim_disabled')).toMatchObject([data(false)]);
    expect(await told(tenant, 'organization.scim_enabled')).toMatchObject([data(true)]);
  });

  test('a key whose end is moved tells both dates', async () => {
    const tenant = await muster.newTenant();
    const [first, second] = [1, 2].map((days) => Date.now() + days * DAY_MS) as [number, number];
    for (const at of [first, second])
      await muster.app.get(ScimKeysService).retire(tenant.organizationId, tenant.keyId, at, OPERATOR);
    const iso = (time: number) => new Date(time).toISOString();
    expect((await told(tenant, 'key.retired')).map(({ data }) => data)).toEqual([
      { retiresAt: iso(first), retiresAtBefore: null },
      { retiresAt: iso(second), retiresAtBefore: iso(first) },
    ]);
  });
});

describe('Requests without a right key', () => {
  const failed = async (tenant: Tenant) => {
    await muster.app.get(FailedAuthenticationRecorder).flush();
    return told(tenant, 'authentication.failed');
  };
  /** Resolves when the server has taken note of so many requests with and without a key. */
  const noted = ({ organizationId }: Tenant, requests: number) =>
    until(async () => {
      await muster.app.get(RequestRecorder).flush();
      const [row] = await muster.rows<{ total: number | null }>(
        'SELECT SUM(requests) AS total FROM scim_requests WHERE organizationId = ?',
        [organizationId],
      );
      return Number(row!.total) === requests;
    });
  const failuresOf = ({ data }: Told) => data['failures'] as Failure[];

  test('are one event of the organization that they were sent to, counted by reason and address', async () => {
    const [tenant, other] = [await muster.newTenant(), await muster.newTenant()];
    const { id: revokedId, key: revoked } = await muster.newKey(tenant.organizationId);
    await muster.app.get(ScimKeysService).revoke(tenant.organizationId, revokedId, OPERATOR);
    const send = (key: string, address = '198.51.100.7') =>
      muster.client(tenant.organizationId, key).get('/Users', { 'X-Forwarded-For': address });
    for (const _ of [1, 2, 3]) expect((await send('guess')).status).toBe(401);
    await send('guess', '198.51.100.8');
    await send('');
    await send(revoked);
    await send(other.key);
    await noted(tenant, 7);
    const [event, ...more] = await failed(tenant);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      actor: { kind: 'server' },
      resourceId: tenant.organizationId,
      data: { count: 7, from: expect.stringMatching(/Z$/), to: expect.stringMatching(/Z$/) },
    });
    const address = '198.51.100.7';
    expect(failuresOf(event!)).toEqual([
      { reason: 'malformed', address, count: 3 },
      { reason: 'malformed', address: '198.51.100.8', count: 1 },
      { reason: 'missing', address, count: 1 },
      { reason: 'revoked', keyId: revokedId, address, count: 1 },
      { reason: 'other_organization', address, count: 1 },
    ]);
    expect(await failed(other)).toEqual([]);
    expect(await failed(tenant)).toHaveLength(1);
  });

  test('from any number of addresses make a small event', async () => {
    const tenant = await muster.newTenant();
    const client = muster.client(tenant.organizationId, 'guess');
    for (let index = 0; index < 60; index += 1) await client.get('/Users', { 'X-Forwarded-For': `203.0.113.${index}` });
    await noted(tenant, 60);
    const [event] = await failed(tenant);
    expect(event!.data['count']).toBe(60);
    const failures = failuresOf(event!);
    expect(failures).toHaveLength(21);
    expect(failures.at(-1)).toEqual({ reason: 'malformed', address: null, count: 40 });
  });

  test('wait until they can be written', async () => {
    const tenant = await muster.newTenant();
    await muster.client(tenant.organizationId, 'guess').get('/Users');
    await noted(tenant, 1);
    await muster.rows('ALTER TABLE events RENAME TO events_away');
    await muster.app.get(FailedAuthenticationRecorder).flush();
    await muster.rows('ALTER TABLE events_away RENAME TO events');
    expect((await failed(tenant)).map(({ data }) => data['count'])).toEqual([1]);
  });

  test('to organizations that do not exist are nobody’s', async () => {
    const nobody = '0192f0c1-2d3e-7f40-8a51-0123456789ab';
    expect((await muster.client(nobody, 'guess').get('/Users')).status).toBe(401);
    const tenant = await muster.newTenant();
    expect(await failed(tenant)).toEqual([]);
    expect(await muster.rows('SELECT 1 FROM events WHERE organizationId = ?', [nobody])).toEqual([]);
  });
});
