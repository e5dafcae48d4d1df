import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';
import type { Answer } from '../support/scim-client.js';

const muster = withMuster();
const tenant = withTenant(muster);
let user: string;
beforeAll(async () => {
  user = (await tenant.newUser()).id;
});

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const isScimError = ({ status, json, headers }: Answer) => {
  expect(headers.get('content-type')).toMatch(/^application\/scim\+json/);
  expect(json).toMatchObject({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail: expect.any(String),
  });
};

describe('A body that is no SCIM message', () => {
  const deep = `${'['.repeat(100)}${']'.repeat(100)}`;
  test.each<[string, string | Uint8Array, number, string | undefined]>([
    ['broken JSON', '{"userName": ', 400, 'invalidSyntax'],
    ['an array', '[]', 400, 'invalidSyntax'],
    ['a text', '"x"', 400, 'invalidSyntax'],
    ['null', 'null', 400, 'invalidSyntax'],
    ['nothing', '', 400, 'invalidSyntax'],
    ['a comment', `{"userName": "c@x.io" /* hello */}`, 400, 'invalidSyntax'],
    ['a name twice', `{"schemas": ["${USER}"], "userName": "a@x.io", "userName": "b@x.io"}`, 400, 'invalidSyntax'],
    [
      'an attribute twice in different case',
      `{"schemas": ["${USER}"], "userName": "a@x.io", "USERNAME": "b@x.io"}`,
      400,
      'invalidSyntax',
    ],
    [
      '__proto__',
      `{"schemas": ["${USER}"], "userName": "a@x.io", "__proto__": {"active": false}}`,
      400,
      'invalidSyntax',
    ],
    [
      'constructor, deep down',
      `{"schemas": ["${USER}"], "userName": "a@x.io", "name": {"constructor": {}}}`,
      400,
      'invalidSyntax',
    ],
    ['JSON 100 deep', `{"schemas": ["${USER}"], "userName": "a@x.io", "x": ${deep}}`, 400, 'invalidSyntax'],
    [
      'bad UTF-8',
      Buffer.concat([Buffer.from('{"userName": "'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
      400,
      'invalidSyntax',
    ],
    ['half a surrogate pair', `{"schemas": ["${USER}"], "userName": "\\ud800@x.io"}`, 400, 'invalidValue'],
    ['2 MB', JSON.stringify({ schemas: [USER], userName: 'a@x.io', title: 'x'.repeat(2_000_000) }), 413, undefined],
    ['no userName', `{"schemas": ["${USER}"]}`, 400, 'invalidValue'],
    ['a blank userName', `{"schemas": ["${USER}"], "userName": " "}`, 400, 'invalidValue'],
    ['a userName of another type', `{"schemas": ["${USER}"], "userName": {"x": 1}}`, 400, 'invalidValue'],
    [
      'emails that are no list',
      `{"schemas": ["${USER}"], "userName": "a@x.io", "emails": "a@x.io"}`,
      400,
      'invalidValue',
    ],
    ['a name that is no object', `{"schemas": ["${USER}"], "userName": "a@x.io", "name": [1]}`, 400, 'invalidValue'],
    ['active as a number', `{"schemas": ["${USER}"], "userName": "a@x.io", "active": 1}`, 400, 'invalidValue'],
    [
      'two primary e-mails',
      JSON.stringify({
        schemas: [USER],
        userName: 'a@x.io',
        emails: [1, 2].map((n) => ({ value: `${n}@x.io`, primary: true })),
      }),
      400,
      'invalidValue',
    ],
    [
      'schemas of another resource',
      `{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "userName": "a@x.io"}`,
      400,
      'invalidSyntax',
    ],
    ['schemas that are no list', `{"schemas": 7, "userName": "a@x.io"}`, 400, 'invalidSyntax'],
  ])('%s is a SCIM error and makes nobody', async (_name, body, status, scimType) => {
    const answer = await tenant.post('/Users', body);
    expect([answer.status, answer.json?.scimType]).toEqual([status, scimType]);
    isScimError(answer);
    expect(await tenant.find('/Users', 'userName eq "a@x.io" or userName eq "b@x.io"')).toEqual([]);
  });

  test.each<[string, Record<string, string>, string | Uint8Array, number]>([
    ['text/plain', { 'Content-Type': 'text/plain' }, '{}', 415],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'a=b', 415],
    ['another charset', { 'Content-Type': 'application/scim+json; charset=utf-16' }, '{}', 415],
    ['an unknown encoding', { 'Content-Encoding': 'zstd-x' }, '{}', 415],
    ['a gzip bomb', { 'Content-Encoding': 'gzip' }, gzipSync(Buffer.alloc(50_000_000, ' ')), 413],
    ['gzip that is none', { 'Content-Encoding': 'gzip' }, '{}', 400],
  ])('sent as %s is a SCIM error', async (_name, headers, body, status) => {
    const answer = await tenant.post('/Users', body, headers);
    expect(answer.status).toBe(status);
    isScimError(answer);
  });

  test('gzip and a byte order mark are read', async () => {
    const body = gzipSync(`\ufeff{"schemas": ["${USER}"], "userName": "zipped@x.io"}`);
    expect((await tenant.post('/Users', body, { 'Content-Encoding': 'gzip' })).status).toBe(201);
  });
});

describe('A PATCH that makes no sense', () => {
  const { stringify } = JSON;
  test.each<[string, unknown, string]>([
    ['no object', [], 'invalidSyntax'],
    [
      '2,001 operations',
      { schemas: [PATCH_OP], Operations: Array.from({ length: 2_001 }, () => ({ op: 'remove', path: 'title' })) },
      'invalidSyntax',
    ],
    ['no Operations', { schemas: [PATCH_OP] }, 'invalidSyntax'],
    ['Operations that are no list', { schemas: [PATCH_OP], Operations: {} }, 'invalidSyntax'],
    ['other schemas', { schemas: [USER], Operations: [{ op: 'add', path: 'title', value: 'x' }] }, 'invalidSyntax'],
    [
      'an unknown op',
      { schemas: [PATCH_OP], Operations: [{ op: 'move', path: 'title', value: 'x' }] },
      'invalidSyntax',
    ],
    [
      'a path that is no text',
      { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 7, value: 'x' }] },
      'invalidSyntax',
    ],
    ['add without a value', { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'title' }] }, 'invalidSyntax'],
    [
      'replace without a value',
      { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'title' }] },
      'invalidSyntax',
    ],
    ['remove without a path', { schemas: [PATCH_OP], Operations: [{ op: 'remove' }] }, 'noTarget'],
    [
      'a value that is no object and no path',
      { schemas: [PATCH_OP], Operations: [{ op: 'replace', value: 'x' }] },
      'invalidValue',
    ],
    [
      'removing what is required',
      { schemas: [PATCH_OP], Operations: [{ op: 'remove', path: 'userName' }] },
      'mutability',
    ],
    ['removing active', { schemas: [PATCH_OP], Operations: [{ op: 'remove', path: 'active' }] }, 'invalidValue'],
    ['changing the id', { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'id', value: 'x' }] }, 'mutability'],
    [
      'changing schemas',
      { schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'schemas', value: ['x'] }] },
      'mutability',
    ],
    [
      'an unknown attribute',
      { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'shoeSize', value: 1 }] },
      'invalidPath',
    ],
    [
      'an array index',
      { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'emails[0].value', value: 'x' }] },
      'invalidFilter',
    ],
    [
      'a filter on a single value',
      { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'userName[value eq "x"]', value: {} }] },
      'noTarget',
    ],
    [
      'a filter with an unknown sub-attribute',
      { schemas: [PATCH_OP], Operations: [{ op: 'remove', path: 'emails[x eq "y"]' }] },
      'invalidFilter',
    ],
    [
      'a path of 64 KB',
      { schemas: [PATCH_OP], Operations: [{ op: 'remove', path: `emails[value eq "${'x'.repeat(65_536)}"]` }] },
      'invalidPath',
    ],
  ])('%s', async (_name, body, scimType) => {
    const before = await tenant.get(`/Users/${user}`);
    const answer = await tenant.send('PATCH', `/Users/${user}`, stringify(body));
    expect([answer.status, answer.json.scimType]).toEqual([400, scimType]);
    isScimError(answer);
    expect((await tenant.get(`/Users/${user}`)).text).toBe(before.text);
  });

  test('an error in the last operation undoes the first', async () => {
    const { status } = await tenant.patch(`/Users/${user}`, [
      { op: 'replace', path: 'title', value: 'changed' },
      { op: 'replace', path: 'emails', value: 'nonsense that is no list of objects' },
      { op: 'replace', path: 'active', value: 'x' },
    ]);
    expect(status).toBe(400);
    expect((await tenant.get(`/Users/${user}`)).json).not.toHaveProperty('title');
  });
});

describe('A query that makes no sense', () => {
  const open = '('.repeat(10_000);
  test.each([
    ['a filter of 64 KB', `userName eq "${'x'.repeat(65_536)}"`],
    ['10,000 parentheses', `${open}userName pr${')'.repeat(10_000)}`],
    ['1,000 conditions', Array.from({ length: 1_000 }, (_, n) => `title eq "${n}"`).join(' or ')],
    ['an unknown attribute', 'shoeSize eq 44'],
    ['an unknown extension', 'urn:x:y:z eq "a"'],
    ['a password', 'password eq "secret"'],
    ['a name of JavaScript', '__proto__ pr'],
    ['a number for a text', 'userName eq 7'],
    ['a text for a date', 'meta.created gt "yesterday"'],
    ['an order of booleans', 'active gt true'],
    ['a complex attribute', 'name eq "x"'],
    ['nothing', ''],
  ])('%s is 400 invalidFilter, by GET and by POST', async (_name, filter) => {
    const posted = await tenant.filter('/Users', filter);
    expect([posted.status, posted.json.scimType]).toEqual([400, 'invalidFilter']);
    isScimError(posted);
    const got = await tenant.get(`/Users?filter=${encodeURIComponent(filter)}`);
    expect([got.status, got.json.scimType]).toEqual([400, 'invalidFilter']);
    expect(posted.json.detail).not.toContain('xxxx');
  });

  test.each([
    ['count=abc', 400],
    ['count=1.5', 400],
    ['count=1&count=2', 400],
    ['startIndex=x', 400],
    ['filter=a&filter=b', 400],
    ['attributes=userName&excludedAttributes=emails', 400],
    ['sortBy=nobody', 400],
    ['sortBy=name', 400],
    ['sortBy=userName%20descending', 400],
    ['sortBy=groups', 400],
    ['sortBy=password', 400],
    ['sortBy=x509Certificates', 400],
    ['sortBy=userName&sortOrder=up', 400],
    ['cursor&startIndex=1', 400],
    ['count=-1', 200],
    ['count=0', 200],
    ['count=1000000000', 200],
    ['startIndex=-5', 200],
    ['startIndex=0&count=', 200],
  ])('?%s is answered with %i', async (query, status) => {
    const answer = await tenant.get(`/Users?${query}`);
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.json.scimType).toBe('invalidValue');
    else expect(answer.json.itemsPerPage).toBeLessThanOrEqual(1_000);
  });
});

describe('A request that no route takes', () => {
  test.each([
    ['GET', '/Nothing', 404],
    ['GET', '/Users/x/y', 404],
    ['DELETE', '/Users', 405],
    ['POST', '/Users/x', 405],
    ['POST', '/ServiceProviderConfig', 405],
    ['PUT', '/ResourceTypes', 405],
    ['DELETE', '/Schemas', 405],
    ['GET', '/Me', 501],
    ['PATCH', '/Me', 501],
    ['DELETE', '/Me/x', 501],
    ['DELETE', '/.search', 405],
    ['PUT', '', 405],
  ])('%s %s is %i in SCIM JSON', async (method, path, status) => {
    const answer = await tenant.send(method, path);
    expect(answer.status).toBe(status);
    isScimError(answer);
    if (status === 405) expect(answer.headers.get('allow')).toMatch(/GET|POST/);
  });

  test('OPTIONS says what a URL takes, HEAD answers without a body', async () => {
    const options = await tenant.send('OPTIONS', '/Users');
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
    const head = await tenant.send('HEAD', '/Users?count=1');
    expect([head.status, head.text]).toEqual([200, '']);
  });

  test.each(['/Users/', '/Users/%2F..%2F', '/Users/%', '/Users/%00', '/./Users', '//Users', '/Users;x=1', '/%55sers'])(
    '%s is answered sanely',
    async (path) => {
      const { status, headers } = await raw(`${new URL(tenant.base).pathname}${path}`);
      expect([200, 400, 404]).toContain(status);
      expect(headers['content-type']).toMatch(/^application\/scim\+json/);
    },
  );

  test.each(['/scim/v2%2fx/Users', '/SCIM/V2/x/Users', '/scim/v2/x/..%2f..%2fUsers'])(
    '%s without a key stays outside',
    async (path) => {
      expect((await raw(path, false)).status).toBe(401);
    },
  );

  test('what is not even HTTP is answered in JSON', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const { port, hostname } = new URL(muster.url);
      const socket = connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('end', () => resolve(Buffer.concat(chunks).toString()));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/scim+json');
  });

  function raw(path: string, withKey = true): Promise<{ status: number; headers: Record<string, unknown> }> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(muster.url);
      const headers = withKey ? { Authorization: `Bearer ${tenant.key}` } : {};
      const outgoing = httpRequest({ hostname, port, path, headers, agent: false }, (incoming) => {
        incoming.resume();
        incoming.on('end', () => resolve({ status: incoming.statusCode!, headers: incoming.headers }));
      });
      outgoing.on('error', reject);
      outgoing.end();
    });
  }
});

test('application/json is answered to who accepts only that', async () => {
  const { headers } = await tenant.get('/Users?count=0', { Accept: 'application/json' });
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
});
