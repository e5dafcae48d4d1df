import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import '../support/badges.js';
import { ResourcesRegistry } from '../../src/scim/resource/resources.registry.js';
import { operatorContext } from '../../src/tools/cli/operator-context.js';
import { Muster, type Tenant } from '../support/muster.js';
import { openApiOf } from '../support/openapi.js';

const BADGE = 'urn:example:params:scim:schemas:core:2.0:Badge';
let muster: Muster;
let tenant: Tenant;
beforeAll(async () => {
  muster = await Muster.start();
  tenant = await muster.newTenant();
});
afterAll(() => muster.stop());

const badge = (name: string, owner?: string) => ({
  schemas: [BADGE],
  name,
  ...(owner !== undefined && { owner: { value: owner } }),
});

async function newBadge(name: string, owner?: string) {
  const { status, json } = await tenant.post('/Badges', badge(name, owner));
  expect([status, json]).toEqual([201, expect.any(Object)]);
  return json;
}

async function namesFor(query: string): Promise<string[]> {
  const { status, json } = await tenant.get(`/Badges?${query}`);
  expect([status, json]).toEqual([200, expect.any(Object)]);
  return json.Resources.map(({ name }: { name: string }) => name);
}

describe('A resource type that a module declares', () => {
  test('is created, read, replaced, changed and deleted, with the ETag of its version', async () => {
    const { id, meta } = await newBadge('North gate');
    expect(meta).toMatchObject({ resourceType: 'Badge', location: expect.stringMatching(`/Badges/${id}$`) });
    const read = await tenant.get(`/Badges/${id}`);
    expect([read.status, read.json.name, read.headers.get('etag')]).toEqual([200, 'North gate', 'W/"1"']);
    expect((await tenant.get(`/Badges/${id}`, { 'If-None-Match': 'W/"1"' })).status).toBe(304);

    const patched = await tenant.patch(`/Badges/${id}`, [{ op: 'replace', path: 'name', value: 'South gate' }]);
    expect([patched.status, patched.json.name, patched.json.meta.version]).toEqual([200, 'South gate', 'W/"2"']);
    const stale = await tenant.put(`/Badges/${id}`, badge('West gate'), { 'If-Match': 'W/"1"' });
    expect(stale.status).toBe(412);
    expect((await tenant.put(`/Badges/${id}`, badge('West gate'), { 'If-Match': 'W/"2"' })).json.name).toBe(
      'West gate',
    );

    expect((await tenant.delete(`/Badges/${id}`)).status).toBe(204);
    expect((await tenant.get(`/Badges/${id}`)).status).toBe(404);
  });

  test('is refused with a name that another has in any case, and with what its rules do not allow', async () => {
    await newBadge('Vault');
    const taken = await tenant.post('/Badges', badge('VAULT'));
    expect([taken.status, taken.json.scimType, taken.json.detail]).toEqual([
      409,
      'uniqueness',
      'Another badge of this organization has this name',
    ]);
    const other = await muster.newTenant();
    const theirs = await other.newUser();
    for (const owner of [theirs.id, 'nobody']) {
      const { status, json } = await tenant.post('/Badges', badge('Cellar', owner));
      expect([status, json.scimType]).toEqual([400, 'invalidValue']);
    }
    expect((await other.post('/Badges', badge('Vault'))).status).toBe(201);
  });

  test('is filtered, sorted and read page by page, by index and by cursor', async () => {
    const { id: owner } = await tenant.newUser();
    for (const name of ['Lab 2', 'Lab 1', 'Lab 3']) await newBadge(name, name === 'Lab 3' ? undefined : owner);
    const inLab = `filter=${encodeURIComponent('name sw "lab"')}`;
    expect(await namesFor(`filter=${encodeURIComponent('name eq "lab 1"')}`)).toEqual(['Lab 1']);
    expect((await namesFor(`filter=${encodeURIComponent(`owner.value eq "${owner}"`)}`)).toSorted()).toEqual([
      'Lab 1',
      'Lab 2',
    ]);
    expect(await namesFor(`filter=${encodeURIComponent('name sw "lab" and not (owner pr)')}`)).toEqual(['Lab 3']);
    expect(await namesFor(`${inLab}&sortBy=name&sortOrder=descending`)).toEqual(['Lab 3', 'Lab 2', 'Lab 1']);
    expect(await namesFor(`${inLab}&sortBy=name&startIndex=2&count=1`)).toEqual(['Lab 2']);

    const walked: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const { json } = await tenant.get(`/Badges?count=2&cursor=${cursor}`);
      walked.push(...json.Resources.map(({ id }: { id: string }) => id));
      cursor = json.nextCursor;
      if (cursor === undefined)
        expect([new Set(walked).size, json.totalResults]).toEqual([walked.length, walked.length]);
    }
  });

  test('is a part of bulk requests, refers to people who are made in them, and is found above all types', async () => {
    const { status, json } = await tenant.post('/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        {
          method: 'POST',
          path: '/Users',
          bulkId: 'ada',
          data: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada@example.com' },
        },
        { method: 'POST', path: '/Badges', bulkId: 'door', data: badge('Workshop', 'bulkId:ada') },
      ],
    });
    expect([status, json.Operations.map((each: { status: string }) => each.status)]).toEqual([200, ['201', '201']]);
    const { json: found } = await tenant.get(`?filter=${encodeURIComponent('meta.resourceType eq "Badge"')}`);
    expect(found.Resources.map(({ name }: { name: string }) => name)).toContain('Workshop');
  });

  test('is told by discovery and by the OpenAPI document, and exported', async () => {
    const { json } = await tenant.get('/ResourceTypes/Badge');
    expect([json.endpoint, json.schema]).toEqual(['/Badges', BADGE]);
    expect((await tenant.get(`/Schemas/${BADGE}`)).json.attributes.map(({ name }: { name: string }) => name)).toEqual([
      'name',
      'owner',
    ]);
    const { paths } = await openApiOf(muster);
    const methods = Object.keys(paths['/scim/v2/{organizationId}/Badges/{id}']!);
    expect(methods.toSorted()).toEqual(['delete', 'get', 'patch', 'put']);

    await newBadge('Archive');
    const exported: object[] = [];
    const context = await operatorContext(muster.app, tenant.organizationId);
    for (const service of muster.app.get(ResourcesRegistry).list())
      for await (const resource of service.export(context)) exported.push(resource);
    expect(exported).toContainEqual(expect.objectContaining({ schemas: [BADGE], name: 'Archive' }));
  });

  test('hears of a user who is deleted: the reference goes, with a version and an event', async () => {
    const { id: owner } = await tenant.newUser();
    const { id } = await newBadge('Roof', owner);
    expect((await tenant.delete(`/Users/${owner}`)).status).toBe(204);
    const { json } = await tenant.get(`/Badges/${id}`);
    expect([json.name, json.owner, json.meta.version]).toEqual(['Roof', undefined, 'W/"2"']);
    const told = await muster.rows<{ type: string }>(
      'SELECT type FROM events WHERE organizationId = ? AND resourceId IN (?, ?) ORDER BY sequence',
      [tenant.organizationId, id, owner],
    );
    expect(told.map(({ type }) => String(type))).toEqual([
      'user.created',
      'badge.created',
      'badge.updated',
      'user.deleted',
    ]);
  });
});
