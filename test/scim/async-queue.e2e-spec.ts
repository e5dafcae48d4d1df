import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AsyncWorker } from '../../src/async-requests/async-worker.js';
import { OPERATOR } from '../../src/events/actor.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { ScimKeysService } from '../../src/scim-auth/scim-keys.service.js';
import { Application } from '../support/application.js';
import { completed, completedOnce, LATER, startWorker, stopWorker, txnOf } from '../support/later.js';
import { type Tenant, withMuster } from '../support/muster.js';
import { until } from '../support/until.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const MAX_WAITING = 30;
const titled = (value: unknown) => [{ op: 'replace', path: 'title', value }];

const muster = withMuster({ SCIM_ASYNC_MAX_WAITING: String(MAX_WAITING) });
let tenant: Tenant;
let application: Application;
const workers: AsyncWorker[] = [];
beforeAll(async () => {
  await stopWorker(muster);
});
beforeEach(async () => {
  tenant = await muster.newTenant();
  application = await Application.of(muster, tenant.organizationId);
});

/** Lets workers carry out what waits. */
async function carriedOut<T>(count: number, work: () => Promise<T>): Promise<T> {
  for (let started = 0; started < count; started += 1) workers.push(startWorker(muster));
  try {
    return await work();
  } finally {
    await Promise.all(workers.splice(0).map((worker) => worker.onModuleDestroy()));
  }
}

const waiting = async () => (await muster.rows<{ states: unknown }>('SELECT states FROM async_requests')).length;

describe('Requests that wait', () => {
  test('are carried out in their order, by however many workers, of each organization by itself', async () => {
    const other = await muster.newTenant();
    const theirs = await Application.of(muster, other.organizationId);
    const [{ id }, { id: their }] = [await tenant.newUser(), await other.newUser()];
    const txns: string[] = [];
    for (let n = 0; n < MAX_WAITING; n += 1) {
      txns.push(txnOf(await tenant.patch(`/Users/${id}`, titled(`${n}`), LATER)));
      await other.patch(`/Users/${their}`, titled(`${n}`), LATER);
    }
    const [done, doneThere] = await carriedOut(3, () =>
      Promise.all([completedOnce(application, MAX_WAITING), completedOnce(theirs, MAX_WAITING)]),
    );
    expect(done.map(({ txn }) => txn)).toEqual(txns);
    const versions = Array.from({ length: MAX_WAITING }, (_, n) => `W/"${n + 2}"`);
    for (const told of [done, doneThere]) expect(told.map(({ operation }) => operation.version)).toEqual(versions);
    expect((await tenant.get(`/Users/${id}`)).json.title).toBe(`${MAX_WAITING - 1}`);
    expect(await waiting()).toBe(0);
  });

  test('are as many as may, and there is room again when they are done', async () => {
    const { id } = await tenant.newUser();
    const send = (n: number) => tenant.patch(`/Users/${id}`, titled(`${n}`), LATER);
    for (let n = 0; n < MAX_WAITING; n += 1) txnOf(await send(n));
    const refused = await send(MAX_WAITING);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
    const other = await muster.newTenant();
    txnOf(await other.post('/Users', { schemas: [USER], userName: 'elsewhere' }, LATER));
    expect((await tenant.patch(`/Users/${id}`, titled('at once'))).status).toBe(200);
    await carriedOut(1, () => completedOnce(application, MAX_WAITING));
    txnOf(await send(0));
    await carriedOut(1, () => until(async () => (await waiting()) === 0));
  });

  test('are not bounded by their number alone', async () => {
    const big = { schemas: [USER], userName: 'big', photos: [{ value: `https://x.example/${'x'.repeat(1_000)}` }] };
    await tenant.post('/Users', big, LATER);
    await muster.rows('UPDATE async_queues SET bytes = ? WHERE organizationId = ?', [
      64 * 1024 * 1024,
      tenant.organizationId,
    ]);
    expect((await tenant.post('/Users', { schemas: [USER], userName: 'one more' }, LATER)).status).toBe(429);
    await carriedOut(1, () => completedOnce(application, 1));
  });

  test('stand sealed in the database', async () => {
    await tenant.post('/Users', { schemas: [USER], userName: 'ada', password: 'correct horse' }, LATER);
    const [row] = await muster.rows<{ payload: string }>('SELECT payload FROM async_requests');
    for (const part of ['ada', 'correct horse', 'userName'])
      for (const encoding of ['utf8', 'base64', 'base64url'] as const)
        expect(row!.payload).not.toContain(Buffer.from(part).toString(encoding));
    await carriedOut(1, () => completedOnce(application, 1));
    expect(JSON.stringify(await application.page())).not.toContain('correct horse');
  });

  test.each<[string, string, (tenant: Tenant) => Promise<unknown>]>([
    [
      'whose key was revoked meanwhile',
      '401',
      ({ organizationId, keyId }) => muster.app.get(ScimKeysService).revoke(organizationId, keyId, OPERATOR),
    ],
    [
      'of an organization that has switched SCIM off',
      '403',
      ({ organizationId }) => muster.app.get(OrganizationsService).setScimEnabled(organizationId, false, OPERATOR),
    ],
  ])('%s are refused, and that is told', async (_what, status, end) => {
    const { id } = await tenant.newUser();
    const before = (await tenant.get(`/Users/${id}`)).text;
    const one = txnOf(await tenant.delete(`/Users/${id}`, LATER));
    const many = txnOf(await bulk([patch(id, 'a'), patch(id, 'b')]));
    await end(tenant);
    const told = await carriedOut(1, () => completedOnce(application, 3));
    expect(
      told.map(({ txn, operation }) => [txn, operation.method, operation.status, operation.response.status]),
    ).toEqual([
      [one, 'DELETE', status, status],
      [`${many}:0`, 'PATCH', status, status],
      [`${many}:1`, 'PATCH', status, status],
    ]);
    const [{ document }] = (await muster.rows<{ document: string }>('SELECT document FROM users WHERE id = ?', [
      id,
    ])) as [{ document: string }];
    expect(JSON.parse(before)).toMatchObject(JSON.parse(document));
  });

  test('are told to have failed where SERVER_SECRET is another one since', async () => {
    await tenant.post('/Users', { schemas: [USER], userName: 'ada' }, LATER);
    await muster.rows('UPDATE async_requests SET payload = ?', ['AAAA']);
    const [told] = await carriedOut(1, () => completedOnce(application, 1));
    expect(told!.operation).toMatchObject({ status: '500', response: { status: '500' } });
  });
});

const patch = (id: string, title: string) => ({
  method: 'PATCH',
  path: `/Users/${id}`,
  data: { schemas: [PATCH_OP], Operations: titled(title) },
});
const user = (bulkId: string) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [USER], userName: `${bulkId}@example.com` },
});
const bulk = (operations: object[], failOnErrors?: number) =>
  tenant.post('/Bulk', { schemas: [BULK_REQUEST], Operations: operations, failOnErrors }, LATER);

describe('A bulk request that waits', () => {
  test('is told operation by operation, under the number that each has in the request', async () => {
    const members = [{ value: 'bulkId:a' }, { value: 'bulkId:b' }];
    const group = {
      method: 'POST',
      path: '/Groups',
      bulkId: 'g',
      data: { schemas: [GROUP], displayName: 'G', members },
    };
    const { id } = await tenant.newUser();
    const stale = { ...patch(id, 'x'), version: 'W/"9"' };
    const answer = await bulk([group, user('a'), stale, user('b'), { method: 'DELETE', path: `/Users/${id}` }]);
    const txn = txnOf(answer);
    expect(answer.headers.has('location')).toBe(false);
    const told = await carriedOut(1, () => completedOnce(application, 5));
    expect(told.map(({ txn: name, operation }) => `${name} ${operation.bulkId} ${operation.status}`)).toEqual([
      `${txn}:1 a 201`,
      `${txn}:3 b 201`,
      `${txn}:0 g 201`,
      `${txn}:2 undefined 412`,
      `${txn}:4 undefined 204`,
    ]);
    const ids = told.map(({ uri }) => uri.split('/').at(-1));
    expect(await tenant.membersOf(ids[2]!)).toEqual(ids.slice(0, 2).toSorted());
    expect(told[2]!.uri).toBe(`/Groups/${ids[2]}`);
    expect(ids.slice(3)).toEqual([id, id]);
  });

  test('goes on after failOnErrors with telling that the rest was not carried out', async () => {
    const { userName } = await tenant.newUser();
    const taken = { ...user('x'), data: { schemas: [USER], userName } };
    const txn = txnOf(await bulk([user('a'), taken, user('b'), user('c')], 1));
    const told = await carriedOut(1, () => completedOnce(application, 4));
    expect(told.map(({ txn: name, operation }) => `${name} ${operation.status}`)).toEqual([
      `${txn}:0 201`,
      `${txn}:1 409`,
      `${txn}:2 409`,
      `${txn}:3 409`,
    ]);
    expect(await tenant.find('/Users', 'userName eq "b@example.com"')).toEqual([]);
  });

  test.each([
    ['no method', [{ path: '/Users' }]],
    ['no path of a resource type', [{ method: 'DELETE', path: '/Things/1' }]],
    ['a POST without a bulkId', [{ ...user('a'), bulkId: undefined }]],
    ['one bulkId twice', [user('a'), user('a')]],
    ['a bulkId as long as a book', [user('a'.repeat(300))]],
    ['a reference to nothing', [{ method: 'DELETE', path: '/Users/bulkId:nobody' }]],
  ])('with %s is refused at once', async (_what, operations) => {
    const { status, json } = await bulk(operations);
    expect([status, json.scimType, json.detail]).toEqual([400, 'invalidValue', expect.stringMatching(/^Operation \d/)]);
    expect([await waiting(), await completed(application)]).toEqual([0, []]);
  });
});
