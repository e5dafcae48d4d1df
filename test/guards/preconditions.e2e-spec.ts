import { beforeAll, describe, expect, test } from '@jest/globals';
import { Application } from '../support/application.js';
import { completedOnce, LATER, txnOf } from '../support/later.js';
import { withMuster, withTenant } from '../support/muster.js';
import { until } from '../support/until.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

const muster = withMuster();
const tenant = withTenant(muster);
let application: Application;
beforeAll(async () => {
  application = await Application.of(muster, tenant.organizationId);
});

type Endpoint = '/Users' | '/Groups';
type Method = 'PUT' | 'PATCH' | 'DELETE';

/** A resource that was changed since a client has read it as version 1. */
async function changed(endpoint: Endpoint) {
  const isUser = endpoint === '/Users';
  const { id, ...rest } = isUser ? await tenant.newUser() : await tenant.newGroup();
  const path = `${endpoint}/${id}`;
  const attribute = isUser ? 'title' : 'displayName';
  const before = `seen ${id}`;
  expect((await tenant.patch(path, [{ op: 'replace', path: attribute, value: before }])).status).toBeLessThan(300);
  const named = isUser ? { userName: rest['userName'], title: 'stale' } : { displayName: `stale ${id}` };
  const bodies: Record<Method, object | undefined> = {
    PUT: { schemas: [isUser ? USER : GROUP], ...named },
    PATCH: { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: attribute, value: `stale ${id}` }] },
    DELETE: undefined,
  };
  const isUntouched = async () => (await tenant.get(path)).json[attribute] === before;
  return { path, bodies, isUntouched };
}

/** Sends a write with an expected version through one door. @returns the status that it comes to */
const DOORS: Record<
  string,
  (method: Method, path: string, body: object | undefined, version: string) => Promise<number>
> = {
  'If-Match': async (method, path, body, version) =>
    (await tenant.send(method, path, body, { 'If-Match': version })).status,
  'version of a bulk operation': async (method, path, data, version) => {
    const { json } = await tenant.post('/Bulk', {
      schemas: [BULK],
      Operations: [{ method, path, version, ...(data && { data }) }],
    });
    return Number(json.Operations[0].status);
  },
  'If-Match of an asynchronous request': async (method, path, body, version) => {
    const txn = txnOf(await tenant.send(method, path, body, { ...LATER, 'If-Match': version }));
    return statusOf(txn);
  },
  'version of an asynchronous bulk operation': async (method, path, data, version) => {
    const Operations = [{ method, path, version, ...(data && { data }) }];
    return statusOf(`${txnOf(await tenant.post('/Bulk', { schemas: [BULK], Operations }, LATER))}:0`);
  },
};

async function statusOf(txn: string): Promise<number> {
  let found: number | undefined;
  await until(async () => {
    const all = await completedOnce(application, 1);
    found = all.find((each) => each.txn === txn || each.txn.startsWith(txn.replace(/:0$/, ':')))?.operation.status;
    return found !== undefined;
  });
  return Number(found);
}

describe.each(Object.keys(DOORS))('%s', (door) => {
  test.each<[Method, Endpoint]>([
    ['PUT', '/Users'],
    ['PATCH', '/Users'],
    ['DELETE', '/Users'],
    ['PUT', '/Groups'],
    ['PATCH', '/Groups'],
    ['DELETE', '/Groups'],
  ])(
    'that is stale refuses %s of %s with 412 and changes nothing; the present one lets it',
    async (method, endpoint) => {
      const { path, bodies, isUntouched } = await changed(endpoint);
      expect(await DOORS[door]!(method, path, bodies[method], 'W/"1"')).toBe(412);
      expect(await isUntouched()).toBe(true);
      expect(await DOORS[door]!(method, path, bodies[method], 'W/"2"')).toBeLessThan(300);
      expect(await isUntouched()).toBe(false);
    },
  );
});

describe('If-Match and If-None-Match (RFC 9110 §13.1)', () => {
  const STRONG_OR_WEAK = ['W/"1"', '"1"', '*', '"0", W/"1"', 'W/"7","1"', '"x" ,  W/"1"'];
  const OTHERS = ['W/"2"', '"2"', '"11"', 'W/"0", "2"', '1', '""', 'w/"1"x'];

  test.each(STRONG_OR_WEAK)('%s names the version', async (tag) => {
    const { id } = await tenant.newUser();
    expect((await tenant.get(`/Users/${id}`, { 'If-None-Match': tag })).status).toBe(304);
    const operations = [{ op: 'replace', path: 'title', value: 'x' }];
    expect((await tenant.patch(`/Users/${id}`, operations, { 'If-Match': tag })).status).toBe(200);
  });

  test.each(OTHERS)('%s does not', async (tag) => {
    const { id } = await tenant.newUser();
    expect((await tenant.get(`/Users/${id}`, { 'If-None-Match': tag })).status).toBe(200);
    const operations = [{ op: 'replace', path: 'title', value: 'x' }];
    expect((await tenant.patch(`/Users/${id}`, operations, { 'If-Match': tag })).status).toBe(412);
    expect((await tenant.get(`/Users/${id}`)).headers.get('etag')).toBe('W/"1"');
  });

  test('of a resource that is not there is 404, with * too', async () => {
    const { id } = await tenant.newUser();
    await tenant.delete(`/Users/${id}`);
    for (const tag of ['*', 'W/"1"'])
      expect((await tenant.delete(`/Users/${id}`, { 'If-Match': tag })).status).toBe(404);
  });

  test('a 304 has the ETag and no body', async () => {
    const { id } = await tenant.newUser();
    const answer = await tenant.get(`/Users/${id}`, { 'If-None-Match': '"1"' });
    expect([answer.status, answer.headers.get('etag'), answer.text]).toEqual([304, 'W/"1"', '']);
  });
});
