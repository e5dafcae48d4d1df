import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AdminCredentials } from '../../src/admins/admin-credentials.js';
import { AdminsService } from '../../src/admins/admins.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { RouteTable } from '../../src/scim/http/route-table.js';
import { Muster } from '../support/muster.js';

const UNKNOWN = '01990000-0000-7000-8000-000000000000';
/** Which need no session: links that were mailed, and signing in. */
const OPEN = ['/links/', '/sign-in-links', '/sessions'];

interface Route {
  readonly method: string;
  readonly path: string;
}

let muster: Muster;
let own: string;
let other: string;
let token: string;
let operatorToken: string;
let routes: Route[];
let documented: Record<string, Record<string, { security?: object[]; responses: Record<string, object> }>>;

beforeAll(async () => {
  muster = await Muster.start();
  own = await muster.newOrganization('Own');
  other = await muster.newOrganization('Other');
  operatorToken = await tokenOf('operator@muster.example', null);
  token = await tokenOf('admin@own.example', own);
  routes = muster.app
    .get(RouteTable)
    .list()
    .filter(({ path }) => path.startsWith('/api/v1/'));
  const answer = await fetch(`${muster.url}/api/openapi.json`);
  documented = ((await answer.json()) as { paths: typeof documented }).paths;
});
afterAll(() => muster.stop());

async function tokenOf(email: string, organizationId: string | null): Promise<string> {
  const { admin } = await muster.app.get(AdminsService).invite({ email, name: 'Somebody', organizationId }, OPERATOR);
  return (await muster.app.get(AdminCredentials).createToken(admin, 'test', 3_600_000)).token;
}

const isInOrganization = ({ path }: Route) =>
  path.startsWith('/api/v1/organizations/:organizationId') && !OPEN.some((open) => path.includes(open));

async function ask({ method, path }: Route, organizationId: string, bearer?: string) {
  const url = muster.url + path.replace(':organizationId', organizationId).replaceAll(/:\w+/g, UNKNOWN);
  const headers = { 'Content-Type': 'application/json', ...(bearer && { Authorization: `Bearer ${bearer}` }) };
  const answer = await fetch(url, { method, headers, ...(method !== 'GET' && { body: '{}' }) });
  return { route: `${method} ${path}`, status: answer.status, text: await answer.text() };
}

async function askAll(wanted: Route[], organizationId: string, bearer?: string) {
  const answers = [];
  for (const route of wanted) answers.push(await ask(route, organizationId, bearer));
  return answers;
}

describe('A route of an organization', () => {
  test('answers nobody who is not signed in', async () => {
    const wanted = routes.filter(isInOrganization);
    expect(wanted.length).toBeGreaterThan(50);
    const answers = await askAll(wanted, own);
    expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
  });

  test('answers no admin of another organization, and tells nothing of it', async () => {
    const answers = await askAll(routes.filter(isInOrganization), other, token);
    expect(answers.filter(({ status }) => ![401, 403, 404].includes(status))).toEqual([]);
    expect(answers.filter(({ text }) => text.includes('Other'))).toEqual([]);
  });

  test('answers an admin of it, and an operator', async () => {
    for (const bearer of [token, operatorToken])
      expect(await ask({ method: 'GET', path: '/api/v1/organizations/:organizationId' }, own, bearer)).toMatchObject({
        status: 200,
        text: expect.stringContaining('"name":"Own"'),
      });
  });
});

describe('The OpenAPI document', () => {
  test('has every route, who may use it, and what it answers when it refuses', () => {
    const operations = routes.map(({ method, path }) => ({
      route: `${method} ${path}`,
      operation: documented[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()],
    }));
    expect(operations.filter(({ operation }) => !operation).map(({ route }) => route)).toEqual([]);
    const closed = operations.filter(({ route }) => route.includes('/organizations/:organizationId/keys'));
    for (const { operation } of closed)
      expect(operation).toMatchObject({
        security: expect.arrayContaining([{ session: [] }, { token: [] }, { member: [] }]),
        responses: { 401: expect.anything(), 404: expect.anything() },
      });
  });
});

describe('Extensions and roles', () => {
  const call = async (method: string, path: string, body?: object) => {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
    const url = `${muster.url}/api/v1/organizations/${own}/${path}`;
    const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, body: text && JSON.parse(text) };
  };
  const URN = 'urn:ietf:params:scim:schemas:extension:acme:2.0:User';

  test('an extension is registered, listed and taken away', async () => {
    const schema = { id: URN, name: 'Acme', attributes: [{ name: 'badge', type: 'string' }] };
    expect(await call('POST', 'extensions', { resourceType: 'User', schema })).toMatchObject({
      status: 201,
      body: { id: URN, name: 'Acme', resourceType: 'User' },
    });
    expect((await call('GET', 'extensions')).body.extensions).toMatchObject([{ id: URN, resourceType: 'User' }]);
    expect((await call('DELETE', `extensions/${URN}`)).status).toBe(204);
    expect((await call('DELETE', `extensions/${URN}`)).status).toBe(404);
  });

  test('a schema with faults is refused with all of them, and nothing changes', async () => {
    const schema = { id: 'no-urn', name: 'Acme', attributes: [] };
    const refused = await call('POST', 'extensions', { resourceType: 'User', schema });
    expect(refused).toMatchObject({ status: 400, body: { reason: 'invalid_schema' } });
    expect((await call('GET', 'extensions')).body).toEqual({ extensions: [] });
  });

  test.each(['roles', 'entitlements'])('%s are defined, listed by pages and taken away', async (plural) => {
    const ids: string[] = [];
    for (const displayName of ['Editor', 'Reader']) {
      const { status, body } = await call('POST', plural, { displayName });
      expect({ status, body }).toMatchObject({ status: 201, body: { displayName, description: null } });
      ids.push(body.id);
    }
    expect((await call('POST', plural, { displayName: 'editor' })).status).toBe(409);
    const first = (await call('GET', `${plural}?limit=1`)).body;
    expect(first[plural]).toMatchObject([{ id: ids[0], displayName: 'Editor' }]);
    const second = (await call('GET', `${plural}?limit=1&after=${encodeURIComponent(first.next)}`)).body;
    expect(second).toMatchObject({ [plural]: [{ id: ids[1] }], next: null });
    expect((await call('DELETE', `${plural}/${ids[0]}`)).status).toBe(204);
    expect((await call('DELETE', `${plural}/${ids[0]}`)).status).toBe(404);
  });
});
