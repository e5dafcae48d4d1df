import { beforeAll, describe, expect, test } from '@jest/globals';
import { RouteTable } from '../../src/scim/http/route-table.js';
import { withMuster, withTenant } from '../support/muster.js';
import { faultsOf, type OpenApi, openApiOf, operationsBelow } from '../support/openapi.js';

const MEDIA_TYPE = 'application/scim+json';
const BASE = '/scim/v2/{organizationId}';
const muster = withMuster();
const tenant = withTenant(muster);
let document: OpenApi;
beforeAll(async () => {
  document = await openApiOf(muster);
});

const faults = (schema: object, value: unknown) => faultsOf(schema, value, document.components.schemas);
const scimOperations = () => operationsBelow(document, BASE);

describe('The OpenAPI document', () => {
  test('is 3.1 and describes every route of the application that programs use, and nothing else', () => {
    expect(document.openapi).toBe('3.1.0');
    const routes = muster.app
      .get(RouteTable)
      .list()
      .filter(({ path }) => /^\/(scim\/v2\/:organizationId|api\/v1\/)/.test(path) && !/\*|\/Me/.test(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(routes.toSorted());
  });

  test('has a summary, all path parameters and the errors of each operation', () => {
    for (const { path, operation } of scimOperations()) {
      expect(operation.summary).toMatch(/\w/);
      const inPath = [...`${BASE}${path}`.matchAll(/{(\w+)}/g)].map(([, name]) => name);
      const given = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(given.map(({ name }) => name).toSorted()).toEqual(inPath.toSorted());
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403', '503']));
    }
  });

  test('names the attributes that /Schemas names', async () => {
    const { Resources } = (await tenant.get('/Schemas')).json;
    for (const { name, attributes } of Resources) {
      const properties = Object.keys(document.components.schemas[name]!.properties!);
      for (const attribute of attributes) expect(properties).toContain(attribute.name);
    }
  });
});

describe('Its examples', () => {
  test('are taken by the server as they stand, and answered as the document says', async () => {
    const ids: Record<string, string> = {};
    const order = ['post', 'put', 'patch'];
    const withExamples = scimOperations()
      .filter(({ operation }) => operation.requestBody)
      .toSorted((left, right) => order.indexOf(left.method) - order.indexOf(right.method));
    expect(withExamples.length).toBeGreaterThan(10);
    for (const { path, method, operation } of withExamples) {
      const { example, schema } = operation.requestBody!.content[MEDIA_TYPE]!;
      expect([path, example]).toEqual([path, expect.any(Object)]);
      expect([path, faults(schema, example)]).toEqual([path, null]);
      const endpoint = `/${path.split('/')[1]}`;
      const answer = await tenant.send(method.toUpperCase(), path.replace('{id}', ids[endpoint] ?? ''), example);
      const described = operation.responses[answer.status];
      expect([path, answer.status < 300, described !== undefined]).toEqual([path, true, true]);
      if (method === 'post' && answer.status === 201) ids[endpoint] = answer.json.id;
      if (answer.status === 204) continue;
      expect([path, faults(described!.content![MEDIA_TYPE]!.schema, answer.json)]).toEqual([path, null]);
    }
  });

  test('and reads are answered as the document says too', async () => {
    const user = await tenant.newUser();
    await tenant.newGroup({ members: [{ value: user.id }] });
    for (const [path, described] of [
      ['', ''],
      ['/Users', '/Users'],
      ['/Groups', '/Groups'],
      ['/Roles', '/Roles'],
      [`/Users/${user.id}`, '/Users/{id}'],
      ['/Schemas', '/Schemas'],
      ['/Users/none', '/Users/{id}'],
    ] as const) {
      const answer = await tenant.get(path);
      const { schema } = document.paths[BASE + described]!['get']!.responses[answer.status]!.content![MEDIA_TYPE]!;
      expect([path, faults(schema, answer.json)]).toEqual([path, null]);
    }
  });
});

test('The page at /api/docs shows it without anything from elsewhere', async () => {
  const page = await fetch(`${muster.url}/api/docs`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const html = await page.text();
  expect(html).toContain('Muster API');
  expect(html).not.toMatch(/(?:src|href)="https?:/);
});
