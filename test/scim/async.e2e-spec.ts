import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Application } from '../support/application.js';
import { completed, completedOnce, LATER, txnOf } from '../support/later.js';
import { Muster, type Tenant } from '../support/muster.js';
import { TokenReceiver } from '../support/token-receiver.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const NOBODY = '0192f0c1-2d3e-7f40-8a51-0123456789ab';
const titled = (value: unknown) => [{ op: 'replace', path: 'title', value }];

let muster: Muster;
let tenant: Tenant;
let application: Application;
beforeAll(async () => {
  muster = await Muster.start();
});
beforeEach(async () => {
  tenant = await muster.newTenant();
  application = await Application.of(muster, tenant.organizationId);
});
afterAll(() => muster.stop());

const locationOf = (path: string) => `https://muster.example/scim/v2/${tenant.organizationId}${path}`;

describe('A write with Prefer: respond-async', () => {
  test('is answered with 202, its txn and no body, and told when it is done', async () => {
    const { id } = await tenant.newUser({ externalId: 'ada' });
    const answer = await tenant.put(`/Users/${id}`, { schemas: [USER], userName: 'ada@example.com' }, LATER);
    const txn = txnOf(answer);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'preference-applied': 'respond-async',
      location: locationOf(`/Users/${id}`),
      'content-length': '0',
    });
    expect(answer.headers.has('content-type')).toBe(false);
    const operation = { method: 'PUT', status: '200', location: locationOf(`/Users/${id}`), version: 'W/"2"' };
    expect(await completedOnce(application, 1)).toEqual([{ txn, uri: `/Users/${id}`, operation }]);
    expect((await tenant.get(`/Users/${id}`)).json).toMatchObject({ userName: 'ada@example.com' });
    const [, changed, done] = await new TokenReceiver(application).drain();
    expect(Object.keys(changed!.events)).toEqual(['prov:patch:full']);
    expect(done).toMatchObject({
      txn,
      sub_id: { format: 'scim', uri: `/Users/${id}` },
      events: { 'misc:asyncresp': operation },
    });
  });

  test('may be any, and is what it is without that: with the key as its actor and the id of its request', async () => {
    const body = { schemas: [USER], userName: 'new@example.com', password: 'a secret of theirs' };
    const created = await tenant.post('/Users', body, { ...LATER, 'X-Request-Id': 'their-request' });
    const path = created.headers.get('location')!.replace(locationOf(''), '');
    await completedOnce(application, 1);
    expect((await tenant.get(path)).json).toMatchObject({ userName: 'new@example.com', meta: { version: 'W/"1"' } });
    const { events } = await application.page('types=user.*,request.*');
    const by = { actor: { kind: 'key', id: tenant.keyId, label: '' }, requestId: 'their-request' };
    expect(events).toEqual([
      expect.objectContaining({ ...by, type: 'user.created' }),
      expect.objectContaining({ ...by, type: 'request.completed' }),
    ]);
    await tenant.patch(path, titled('Dr'), LATER);
    await tenant.patch(path, titled('Dr'), LATER);
    await tenant.delete(path, LATER);
    const told = (await completedOnce(application, 4)).map(({ uri, operation }) => [uri, operation]);
    const location = locationOf(path);
    expect(told).toEqual([
      [path, { method: 'POST', status: '201', location, version: 'W/"1"' }],
      [path, { method: 'PATCH', status: '200', location, version: 'W/"2"' }],
      [path, { method: 'PATCH', status: '200', location, version: 'W/"2"' }],
      [path, { method: 'DELETE', status: '204', location }],
    ]);
    expect((await tenant.get(path)).status).toBe(404);
  });

  test('that turns out to be wrong changes nothing, and says what is wrong', async () => {
    const { id, userName } = await tenant.newUser();
    const before = (await tenant.get(`/Users/${id}`)).text;
    await tenant.patch(`/Users/${id}`, titled('x'), { ...LATER, 'If-Match': 'W/"7"' });
    await tenant.post('/Users', { schemas: [USER], userName }, LATER);
    await tenant.delete(`/Users/${NOBODY}`, LATER);
    await tenant.patch(`/Users/${id}`, [{ op: 'replace', path: 'userName', value: null }], LATER);
    const told = (await completedOnce(application, 4)).map(({ operation }) => operation);
    expect(told.map(({ status, response: { scimType } }) => [status, scimType])).toEqual([
      ['412', undefined],
      ['409', 'uniqueness'],
      ['404', undefined],
      ['400', expect.any(String)],
    ]);
    for (const { status, response } of told)
      expect(response).toMatchObject({ schemas: [ERROR], status, detail: expect.any(String) });
    expect((await tenant.get(`/Users/${id}`)).text).toBe(before);
    const tokens = await new TokenReceiver(application).drain();
    expect(tokens.at(-1)!.events['misc:asyncresp']).toEqual(told[3]);
  });

  test.each<[string, number, () => Promise<{ status: number }>]>([
    ['no JSON', 400, () => tenant.post('/Users', '{', LATER)],
    ['a title that is no text', 400, () => tenant.post('/Users', { userName: 'x', title: 1 }, LATER)],
    ['no PatchOp', 400, () => tenant.patch(`/Users/${NOBODY}`, [], LATER)],
    ['an id that is none', 404, () => tenant.delete('/Users/nobody', LATER)],
    ['another media type', 415, () => tenant.post('/Users', 'x', { ...LATER, 'Content-Type': 'text/plain' })],
    [
      'attributes that contradict',
      400,
      () => tenant.patch(`/Users/${NOBODY}?attributes=id&excludedAttributes=id`, titled(1), LATER),
    ],
    ['a wrong key', 401, () => tenant.delete(`/Users/${NOBODY}`, { ...LATER, Authorization: 'Bearer x' })],
  ])('and %s is refused at once with %i', async (_what, status, request) => {
    expect((await request()).status).toBe(status);
    expect(await muster.rows('SELECT * FROM async_requests')).toEqual([]);
  });

  test('that the client would wait for is answered when it is done, where nothing is before it', async () => {
    const answer = await tenant.post(
      '/Users',
      { schemas: [USER], userName: 'soon' },
      { Prefer: 'wait=5, respond-async' },
    );
    expect([answer.status, answer.headers.has('set-txn')]).toEqual([201, false]);
    expect(await completed(application)).toEqual([]);
  });

  test('is no read: a search is answered at once', async () => {
    expect((await tenant.get('/Users', LATER)).status).toBe(200);
    const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'] };
    expect((await tenant.post('/Users/.search', body, LATER)).status).toBe(200);
  });
});

test('A server that offers none says so, and carries every request out before it answers', async () => {
  const other = await Muster.start({ SCIM_ASYNC_MAX_WAITING: '0' });
  const client = await other.newTenant();
  expect((await client.get('/ServiceProviderConfig')).json.securityEvents.asyncRequest).toBe('none');
  expect((await client.post('/Users', { schemas: [USER], userName: 'x' }, LATER)).status).toBe(201);
  await other.stop();
});
