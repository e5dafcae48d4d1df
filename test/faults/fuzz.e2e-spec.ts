import { request } from 'node:http';
import { beforeAll, expect, test } from '@jest/globals';
import { withMuster, withTenant } from '../support/muster.js';
import { Random } from '../properties/random.js';

const CASES = 2_500;
const TIMEOUT_MS = 20_000;
const random = Random.fromEnvironment();
const muster = withMuster();
const tenant = withTenant(muster);
let ids: string[];
beforeAll(async () => {
  ids = [(await tenant.newUser()).id, (await tenant.newGroup()).id];
});

const PIECES = [
  ['userName', 'emails', 'members', 'active', 'meta', 'schemas', 'id', 'name.givenName', 'password', 'x', '$ref'],
  ['eq', 'ne', 'pr', 'co', 'and', 'or', 'not', '(', ')', '[', ']', '.', '"', '\\', ':', ',', ' ', '%', '_', '-'],
  ['"a"', '"work"', 'true', 'null', '1', '-1', '1e999', '9007199254740993', '"\\ud800"', '"\\u0000"', '😀', '\u202e'],
  [
    'urn:ietf:params:scim:schemas:core:2.0:User:',
    'urn:',
    'bulkId:a',
    "'",
    ';',
    '--',
    '/*',
    '\t',
    '\r\n',
    '\0',
    '\ud800',
  ],
].flat();
const VALUES: unknown[] = [
  [null, true, false, 0, -1, 1.5, 1e308, '', ' ', 'a', 'True', [], {}, [[]], [null], [{}], { value: 'a' }, '\ud800'],
  [
    'x'.repeat(3_000),
    [
      { value: 'a', primary: true },
      { value: 'b', primary: true },
    ],
    { $ref: 7 },
    '\u0000',
    '😀',
  ],
].flat();
const NAMES = [
  ['schemas', 'userName', 'displayName', 'emails', 'members', 'active', 'name', 'Operations', 'op', 'path', 'value'],
  ['id', 'meta', 'password', 'groups', 'filter', 'count', 'startIndex', 'cursor', 'sortBy', 'attributes', 'data'],
  ['method', 'bulkId', 'toString', 'constructor', '', '.', 'urn:ietf:params:scim:schemas:core:2.0:User', 'USERNAME'],
  ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
].flat();
const MESSAGES = ['PatchOp', 'SearchRequest', 'BulkRequest'].map(
  (name) => `urn:ietf:params:scim:api:messages:2.0:${name}`,
);
const OPS = ['add', 'remove', 'replace', 'Add', 'move', 7];

const pieces = (most: number) => random.several(0, most, () => random.pick(PIECES)).join(random.pick(['', ' ']));

function value(depth: number): unknown {
  if (depth === 0 || random.chance(50)) return random.pick([...VALUES, pieces(4)]);
  if (random.chance(40)) return random.several(0, 3, () => value(depth - 1));
  return Object.fromEntries(random.several(0, 4, () => [random.pick(NAMES), value(depth - 1)]));
}

function body(): string | Buffer {
  const operation = () => ({
    op: random.pick(OPS),
    path: random.chance(70) ? pieces(5) : undefined,
    value: value(2),
    method: random.pick(['POST', 'PUT', 'PATCH', 'DELETE', 'GET']),
    bulkId: random.pick(['a', 'b', 7]),
    data: value(2),
  });
  const shapes = [
    () => value(3),
    () => ({ schemas: [random.pick(MESSAGES)], Operations: random.several(0, 4, operation) }),
    () => ({
      schemas: [random.pick(MESSAGES)],
      filter: pieces(8),
      count: value(0),
      sortBy: pieces(2),
      cursor: value(0),
    }),
    () => ({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: pieces(3), ...(value(2) as object) }),
    () => ({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: pieces(3), members: value(2) }),
  ];
  const text = JSON.stringify(random.pick(shapes)()) ?? '';
  if (random.chance(80)) return text;
  const bytes = Buffer.from(text);
  for (const _ of random.several(1, 4, () => 0))
    if (bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
  return random.chance(50) ? bytes : bytes.subarray(0, random.below(bytes.length + 1));
}

function path(): string {
  const endpoint = random.pick(['/Users', '/Groups', '/Roles', '/Bulk', '/Schemas', '/ResourceTypes', '/Me', '', '/x']);
  const rest = random.pick([
    '',
    '',
    `/${random.pick(ids)}`,
    `/${random.pick(ids)}`,
    '/.search',
    `/${encoded(pieces(3))}`,
    '/',
  ]);
  const query = random.several(0, 2, () => {
    const name = random.pick([
      'filter',
      'filter',
      'sortBy',
      'count',
      'startIndex',
      'cursor',
      'attributes',
      'sortOrder',
    ]);
    return `${name}=${encoded(pieces(8))}`;
  });
  return `${endpoint}${rest}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

function encoded(text: string): string {
  const percent = [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  return random.chance(5) ? `%${percent}` : percent;
}

const printable = (text: string) => text.replace(/[^\x21-\x7e]/g, '');
function headers(): Record<string, string> {
  return {
    Authorization: `Bearer ${tenant.key}`,
    'Content-Type': random.chance(85)
      ? 'application/scim+json'
      : random.pick(['application/json', 'text/xml', 'application/json; charset=utf-16', printable(pieces(3)), '']),
    ...(random.chance(15) && { 'If-Match': printable(pieces(3)) }),
    ...(random.chance(15) && { 'If-None-Match': random.pick(['*', 'W/"1"', printable(pieces(2))]) }),
    ...(random.chance(10) && { Accept: random.pick(['*/*', 'text/html', 'application/json', printable(pieces(2))]) }),
    ...(random.chance(3) && { 'Content-Encoding': random.pick(['gzip', 'br', 'x']) }),
  };
}

interface Answer {
  status: number;
  contentType: string;
  text: string;
}
function send(method: string, to: string, given: Record<string, string>, content?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(tenant.base);
    const sent = request(
      { hostname, port, method, path: pathname + to, headers: given, timeout: TIMEOUT_MS },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode!, contentType: answer.headers['content-type'] ?? '', text }),
        );
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('No answer')));
    sent.on('error', reject);
    sent.end(content);
  });
}

test(`${CASES} requests of nonsense are all answered in SCIM, none with 5xx (PROPERTY_SEED=${random.seed})`, async () => {
  const seen = new Map<number, number>();
  for (let number = 0; number < CASES; number += 1) {
    const method = random.pick(['GET', 'GET', 'POST', 'POST', 'PUT', 'PATCH', 'PATCH', 'DELETE', 'OPTIONS']);
    const [to, given] = [path(), headers()];
    const content = method === 'GET' || method === 'OPTIONS' ? undefined : body();
    const context = () => `${number}: ${method} ${to}\n${JSON.stringify(given)}\n${content?.toString()}`;
    const answer = await send(method, to, given, content).catch((error: Error) => {
      throw new Error(`${error.message} ${context()}`);
    });
    if (answer.status >= 500 && !(answer.status === 501 && to.startsWith('/Me')))
      throw new Error(`${answer.status} ${answer.text} ${context()}`);
    if (answer.text !== '') {
      expect(answer.contentType).toMatch(/^application\/(scim\+)?json/);
      const { schemas, status } = JSON.parse(answer.text);
      if (!Array.isArray(schemas)) throw new Error(`No SCIM: ${answer.text} ${context()}`);
      if (answer.status >= 400)
        expect([status, schemas]).toEqual([String(answer.status), [expect.stringMatching(/:Error$/)]]);
      for (const result of JSON.parse(answer.text).Operations ?? [])
        if (Number(result.status) >= 500) throw new Error(`${JSON.stringify(result)} ${context()}`);
    }
    seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
  }
  expect([...seen.keys()]).toEqual(expect.arrayContaining([200, 400, 404, 405]));
  expect((await tenant.get('/Users?count=1')).status).toBe(200);
}, 180_000);
