import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Tenant, withMuster } from '../support/muster.js';

const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const muster = withMuster();
let tenant: Tenant;

beforeEach(async () => {
  tenant = await muster.newTenant();
});

type Operation = Record<string, unknown>;
interface Result {
  method: string;
  bulkId?: string;
  status: string;
  location?: string;
  version?: string;
  response?: { schemas: string[]; status: string; scimType?: string; detail: string };
}

async function bulk(operations: Operation[], failOnErrors?: number): Promise<Result[]> {
  const { status, json, headers, text } = await tenant.post('/Bulk', {
    schemas: [BULK_REQUEST],
    Operations: operations,
    ...(failOnErrors && { failOnErrors }),
  });
  if (status !== 200) throw new Error(text);
  expect(headers.get('content-type')).toMatch(/^application\/scim\+json/);
  expect(json.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:BulkResponse']);
  return json.Operations;
}
const user = (bulkId: string, more: object = {}): Operation => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [USER], userName: `${bulkId}@example.com`, ...more },
});
const group = (bulkId: string, ...members: string[]): Operation => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { schemas: [GROUP], displayName: bulkId, members: members.map((value) => ({ value })) },
});
const statuses = (results: Result[]) => results.map(({ bulkId, status }) => `${bulkId ?? '-'} ${status}`);
const read = async (location: string) =>
  (await tenant.get(location.slice(location.lastIndexOf(tenant.organizationId) + 36))).json;

describe('Bulk', () => {
  test('each operation has its status, location and version', async () => {
    const there = await tenant.newUser();
    const gone = await tenant.newUser();
    const results = await bulk([
      user('a'),
      { method: 'PUT', path: `/Users/${there.id}`, data: { schemas: [USER], userName: 'put@example.com' } },
      {
        method: 'PATCH',
        path: `/Users/${there.id}`,
        data: { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'title', value: 'T' }] },
      },
      { method: 'patch', path: `/Users/${there.id}`, data: [{ op: 'add', path: 'nickName', value: 'N' }] },
      { method: 'DELETE', path: `/Users/${gone.id}` },
    ]);
    const location = `https://muster.example/scim/v2/${tenant.organizationId}/Users/${there.id}`;
    expect(results[0]).toMatchObject({ method: 'POST', bulkId: 'a', status: '201', version: 'W/"1"' });
    expect(results.slice(1)).toEqual([
      { method: 'PUT', status: '200', location, version: 'W/"2"' },
      { method: 'PATCH', status: '200', location, version: 'W/"3"' },
      { method: 'patch', status: '200', location, version: 'W/"4"' },
      { method: 'DELETE', status: '204', location: location.replace(there.id, gone.id) },
    ]);
    expect(await read(results[0]!.location!)).toMatchObject({ userName: 'a@example.com' });
    expect(await read(location)).toMatchObject({ userName: 'put@example.com', title: 'T', nickName: 'N' });
    expect((await tenant.get(`/Users/${gone.id}`)).status).toBe(404);
  });

  test('an error is told in its own result and the rest goes on', async () => {
    const there = await tenant.newUser({ userName: 'taken@example.com' });
    const results = await bulk([
      user('a', { userName: 'TAKEN@example.com' }),
      user('b', { title: 7 }),
      {
        method: 'PATCH',
        path: `/Users/${there.id}`,
        version: 'W/"9"',
        data: [{ op: 'add', path: 'title', value: 'T' }],
      },
      { method: 'DELETE', path: '/Users/none' },
      { method: 'POST', path: '/Roles', bulkId: 'r', data: {} },
      { method: 'GET', path: `/Users/${there.id}` },
      { method: 'POST', path: '/Users', data: { schemas: [USER], userName: 'x' } },
      { path: 7 },
      user('c'),
      user('c', { userName: 'again@example.com' }),
    ]);
    expect(results.map(({ status, response }) => [status, response?.scimType])).toEqual([
      ['409', 'uniqueness'],
      ['400', 'invalidValue'],
      ['412', undefined],
      ['404', undefined],
      ['404', undefined],
      ['400', 'invalidSyntax'],
      ['400', 'invalidSyntax'],
      ['400', 'invalidSyntax'],
      ['201', undefined],
      ['400', 'invalidSyntax'],
    ]);
    expect(results[0]!.response).toMatchObject({ schemas: [expect.stringMatching(/:Error$/)], status: '409' });
    expect(results[0]!.location).toBeUndefined();
    expect(results[2]!.location).toContain(there.id);
    expect((await tenant.get('/Users')).json.totalResults).toBe(2);
  });

  test('failOnErrors ends it at that many', async () => {
    const bad = (bulkId: string) => user(bulkId, { title: 7 });
    expect(statuses(await bulk([user('a'), bad('b'), user('c'), bad('d'), user('e')], 2))).toEqual([
      'a 201',
      'b 400',
      'c 201',
      'd 400',
    ]);
    expect((await tenant.get('/Users')).json.totalResults).toBe(2);
    expect(statuses(await bulk([group('g', 'bulkId:h'), bad('h'), user('i')], 1))).toEqual(['h 400']);
  });
});

describe('bulkId', () => {
  test('refers backwards, forwards and through several', async () => {
    const results = await bulk([
      group('outer', 'bulkId:inner'),
      user('a'),
      group('inner', 'bulkId:a', 'bulkId:b'),
      user('b'),
    ]);
    expect(statuses(results).toSorted()).toEqual(['a 201', 'b 201', 'inner 201', 'outer 201']);
    const idOf = Object.fromEntries(results.map(({ bulkId, location }) => [bulkId, location!.split('/').at(-1)!]));
    expect(await tenant.membersOf(idOf['inner']!)).toEqual([idOf['a'], idOf['b']].toSorted());
    expect(await tenant.membersOf(idOf['outer']!)).toEqual([idOf['inner']]);
  });

  test('in PATCH values, in value filters and in paths', async () => {
    const there = await tenant.newGroup();
    const results = await bulk([
      user('a'),
      user('b'),
      {
        method: 'PATCH',
        path: `/Groups/${there.id}`,
        data: [{ op: 'add', path: 'members', value: [{ value: 'bulkId:a' }, { value: 'bulkId:b' }] }],
      },
      { method: 'PATCH', path: `/Groups/${there.id}`, data: [{ op: 'remove', path: 'members[value eq "bulkId:a"]' }] },
      { method: 'PATCH', path: '/Users/bulkId:a', data: [{ op: 'add', path: 'title', value: 'T' }] },
    ]);
    expect(results.map(({ status }) => status)).toEqual(['201', '201', '200', '200', '200']);
    expect(await tenant.membersOf(there.id)).toEqual([results[1]!.location!.split('/').at(-1)]);
    expect((await read(results[0]!.location!)).title).toBe('T');
  });

  test('in a circle, where attributes allow it', async () => {
    const results = await bulk([
      user('a', { [ENTERPRISE]: { manager: { value: 'bulkId:b' } } }),
      user('b', { [ENTERPRISE]: { manager: { value: 'bulkId:a' } } }),
    ]);
    expect(statuses(results).toSorted()).toEqual(['a 201', 'b 201']);
    for (const { location } of results) {
      const { value } = (await read(location!))[ENTERPRISE].manager;
      expect(results.some((other) => other.location !== location && other.location!.endsWith(value))).toBe(true);
    }
  });

  test('groups in a circle are refused with 409 and leave nothing behind', async () => {
    const results = await bulk([group('a', 'bulkId:b'), group('b', 'bulkId:a'), group('c', 'bulkId:c'), user('d')]);
    expect(statuses(results).toSorted()).toEqual(['a 409', 'b 409', 'c 409', 'd 201']);
    expect((await tenant.get('/Groups')).json.totalResults).toBe(0);
  });

  test('of what failed, or of nothing, fails too', async () => {
    const results = await bulk([group('g', 'bulkId:a'), user('a', { title: 7 }), group('h', 'bulkId:none')]);
    expect(statuses(results).toSorted()).toEqual(['a 400', 'g 409', 'h 400']);
    expect((await tenant.get('/Groups')).json.totalResults).toBe(0);
  });
});

describe('The limits that ServiceProviderConfig states', () => {
  test('are enforced with 413, and reached', async () => {
    const { bulk: limits } = (await tenant.get('/ServiceProviderConfig')).json;
    const operation = { method: 'DELETE', path: '/Users/none' };
    const send = (count: number, more = '') =>
      tenant.post('/Bulk', {
        schemas: [BULK_REQUEST],
        Operations: Array.from({ length: count }, () => operation),
        more,
      });
    expect((await send(limits.maxOperations + 1)).status).toBe(413);
    expect((await send(1, 'x'.repeat(limits.maxPayloadSize))).status).toBe(413);
    const { status, json } = await send(limits.maxOperations);
    expect([status, json.Operations.length]).toEqual([200, limits.maxOperations]);
  });

  test.each<[string, unknown]>([
    ['no schemas', { Operations: [] }],
    ['no operations', { schemas: [BULK_REQUEST] }],
    ['operations that are no objects', { schemas: [BULK_REQUEST], Operations: [7] }],
    ['failOnErrors of nothing', { schemas: [BULK_REQUEST], Operations: [], failOnErrors: 0 }],
    ['a list', []],
  ])('a body with %s is 400', async (_, body) => {
    const { status, json } = await tenant.post('/Bulk', body);
    expect([status, json.scimType]).toEqual([400, 'invalidSyntax']);
  });
});
