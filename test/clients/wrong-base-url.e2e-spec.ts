import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Muster, type Tenant } from '../support/muster.js';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const NOBODY = '00000000-0000-7000-8000-000000000000';
let muster: Muster;
let tenant: Tenant;
beforeAll(async () => {
  muster = await Muster.start();
  tenant = await muster.newTenant();
});
afterAll(() => muster.stop());

const call = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(muster.url + path, { method, headers });

describe('A base URL that was typed wrong explains itself', () => {
  test.each([
    ['/Users', 'this URL has no "/scim/v2/"'],
    ['/Groups?filter=displayName+eq+%22secret%22', 'this URL has no "/scim/v2/"'],
    ['/serviceproviderconfig', 'this URL has no "/scim/v2/"'],
    ['/Schemas', 'this URL has no "/scim/v2/"'],
    ['/ResourceTypes', 'this URL has no "/scim/v2/"'],
    ['/Bulk', 'this URL has no "/scim/v2/"'],
    ['/v2/Users/secret', 'this URL has no "/scim/v2/"'],
    ['//Users', 'this URL has two slashes in a row'],
    ['/scim/Users', 'this URL has neither "/v2/" nor the organization'],
    ['/scim/v2', 'this URL has no organization'],
    ['/scim/v2/', 'this URL has no organization'],
    ['/scim/v2/Users', 'this URL has no organization'],
    ['/SCIM/V2/users/secret', 'this URL has no organization'],
    ['/scim/v2/Schemas', 'this URL has no organization'],
    ['/scim/v2/v2/Users', 'this URL has "/v2" twice'],
    ['/scim/v2/$org/v2/Users', 'this URL has "/v2" twice'],
    ['/scim/v2/$org//Users', 'this URL has two slashes in a row'],
    ['/scim/v2//Users', 'this URL has two slashes in a row'],
    ['/scim//v2/$org/Users', 'this URL has two slashes in a row'],
  ])('%s', async (path, reason) => {
    const answers = [];
    for (const [organization, headers] of [
      [tenant.organizationId, { Authorization: `Bearer ${tenant.key}` }],
      [tenant.organizationId, {}],
      [NOBODY, {}],
    ] as const) {
      const answer = await call(path.replace('$org', organization), headers);
      answers.push([answer.status, answer.headers.get('content-type'), await answer.text()]);
    }
    expect(new Set(answers.map(String)).size).toBe(1);
    expect(answers[0]!.slice(0, 2)).toEqual([404, 'application/scim+json; charset=utf-8']);
    expect(JSON.parse(answers[0]![2] as string)).toEqual({
      schemas: [ERROR],
      status: '404',
      detail: `The base URL must end in "/scim/v2/" and the id of the organization: ${reason}`,
    });
  });

  test.each(['/Users', '/Users/', '/ServiceProviderConfig'])('and one that is right works: %s', async (path) => {
    expect((await tenant.get(path)).status).toBe(200);
  });

  test('ServiceProviderConfig above the organizations stays public', async () => {
    expect((await call('/scim/v2/ServiceProviderConfig')).status).toBe(200);
  });
});

describe('Everything else outside of SCIM is answered as RFC 9457 says', () => {
  test.each(['/nothing?token=secret', '/nothing/at/all', '/api/nothing', '/api/v1/nothing', '/people'])(
    '%s',
    async (path) => {
      const answer = await call(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject({ type: 'about:blank', title: 'Not Found', status: 404 });
      expect(text).not.toContain('secret');
    },
  );
});

describe('The type of an answer follows Accept (RFC 9110 §12.5.1)', () => {
  test.each([
    ['application/scim+json;charset=utf-8, application/json;q=0.5', 'application/scim+json'],
    ['application/scim+json; charset=UTF-8', 'application/scim+json'],
    ['application/json;q=0.5, application/scim+json;q=0.4', 'application/json'],
    ['application/json, application/scim+json;q=0', 'application/json'],
    ['application/json', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/json, application/scim+json', 'application/scim+json'],
    ['application/*', 'application/scim+json'],
    ['text/html, */*;q=0.1', 'application/scim+json'],
    ['text/html', 'application/scim+json'],
  ])('%s', async (accept, type) => {
    const answer = await tenant.get('/Users?count=0', { Accept: accept });
    expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
  });
});

test.each(['ServiceProviderConfig', 'Schemas', 'ResourceTypes'])(
  'A filter on /%s is 403 in any letter case (RFC 7644 §4)',
  async (endpoint) => {
    for (const name of ['filter', 'Filter'])
      expect((await tenant.get(`/${endpoint}?${name}=id+eq+%22x%22`)).status).toBe(403);
  },
);
