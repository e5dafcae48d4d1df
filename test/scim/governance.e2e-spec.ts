import { beforeAll, describe, expect, test } from '@jest/globals';
import { muster as command } from '../support/process.js';
import { withMuster, withTenant } from '../support/muster.js';

const muster = withMuster();
const tenant = withTenant(muster);
let admin: string;
let auditor: string;
let licence: string;

async function define(kind: string, ...words: string[]): Promise<string> {
  const environment = { DATABASE_URL: muster.database.url, PUBLIC_URL: 'https://muster.example' };
  const { code, stdout, stderr } = await command(
    [kind, 'create', tenant.organizationId, ...words, '--json'],
    environment,
  );
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout).id;
}

beforeAll(async () => {
  admin = await define('role', 'Admin', '--description', 'May do everything');
  auditor = await define('role', 'Auditor');
  licence = await define('entitlement', 'Licence');
});

describe('Okta Identity Governance', () => {
  test('finds roles and entitlements by the URNs of their resource types', async () => {
    const types = (await tenant.get('/ResourceTypes')).json.Resources;
    const wanted = types.filter(({ schema }: { schema: string }) =>
      schema.startsWith('urn:okta:scim:schemas:core:1.0:'),
    );
    expect(wanted.map(({ name, endpoint, schema }: Record<string, string>) => [name, endpoint, schema])).toEqual([
      ['Role', '/Roles', 'urn:okta:scim:schemas:core:1.0:Role'],
      ['Entitlement', '/Entitlements', 'urn:okta:scim:schemas:core:1.0:Entitlement'],
    ]);
    expect((await tenant.get('/Schemas/urn:okta:scim:schemas:core:1.0:Role')).status).toBe(200);
  });

  test('reads them page by page', async () => {
    const first = (await tenant.get('/Roles?count=1&startIndex=1')).json;
    expect(first).toMatchObject({ totalResults: 2, startIndex: 1, itemsPerPage: 1 });
    expect(first.Resources[0]).toMatchObject({
      schemas: ['urn:okta:scim:schemas:core:1.0:Role'],
      id: admin,
      displayName: 'Admin',
      description: 'May do everything',
      meta: { resourceType: 'Role' },
    });
    expect((await tenant.get('/Roles?count=1&startIndex=2')).json.Resources[0].id).toBe(auditor);
    expect((await tenant.get(`/Roles?filter=displayName%20eq%20"ADMIN"`)).json.totalResults).toBe(1);
    const { json } = await tenant.get(`/Entitlements/${licence}`);
    expect([json.displayName, json.type]).toEqual(['Licence', 'Entitlement']);
    expect((await tenant.get('/Entitlements?filter=type%20eq%20"Entitlement"&sortBy=type')).json.totalResults).toBe(1);
  });

  test('does not write them', async () => {
    const { status, headers } = await tenant.post('/Roles', { displayName: 'X' });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect((await tenant.delete(`/Roles/${admin}`)).status).toBe(405);
  });

  test('grants them by their id', async () => {
    const { id } = await tenant.newUser({ roles: [{ value: admin, display: 'Admin' }] });
    const granted = await tenant.patch(`/Users/${id}`, [
      { op: 'add', path: 'roles', value: [{ value: auditor }] },
      { op: 'add', path: 'entitlements', value: [{ value: licence, type: 'Entitlement' }] },
    ]);
    expect(granted.json.roles.map(({ value }: { value: string }) => value)).toEqual([admin, auditor]);
    for (const operation of [
      { op: 'add', path: 'roles', value: [{ value: 'root' }] },
      { op: 'replace', path: 'entitlements', value: [{ value: admin }] },
    ]) {
      const { status, json } = await tenant.patch(`/Users/${id}`, [operation]);
      expect([status, json.scimType]).toEqual([400, 'invalidValue']);
    }
    expect((await tenant.get(`/Users/${id}`)).json.meta.version).toBe(granted.json.meta.version);
  });

  test('any role goes while the organization defines none, and no organization sees those of another', async () => {
    const other = await muster.newTenant();
    await other.newUser({ roles: [{ value: admin }] });
    expect((await other.get('/Roles')).json).toMatchObject({ totalResults: 0, Resources: [] });
    expect((await other.get(`/Roles/${admin}`)).status).toBe(404);
  });

  test('a name is taken once', async () => {
    await expect(define('role', 'admin')).rejects.toThrow('taken');
  });
});
