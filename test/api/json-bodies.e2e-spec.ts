import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { withMuster } from '../support/muster.js';
import { type Company, newCompany } from '../support/organization.js';

const muster = withMuster();
let company: Company;
beforeAll(async () => {
  company = await newCompany(muster);
});

const PROBLEM = 'application/problem+json; charset=utf-8';
const nested = (depth: number) => `{"label": ${'['.repeat(depth)}${']'.repeat(depth)}}`;
const wide = `{"label": [${'[],'.repeat(16_000)}[]]}`;

async function send(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const answer = await fetch(`${muster.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: company.admin.cookie, ...headers },
    body,
  });
  const json = (await answer.json()) as { detail: string };
  return { status: answer.status, contentType: answer.headers.get('content-type'), detail: json.detail };
}
/** Where strangers may send bodies, and where admins may. */
const doors = (): [string, Record<string, string>][] => [
  ['/session', { Cookie: '' }],
  [`/organizations/${company.okta.organizationId}/sign-in-links`, { Cookie: '' }],
  [`/organizations/${company.okta.organizationId}/keys`, {}],
  [`/organizations/${company.okta.organizationId}/key-rotations`, {}],
];

describe('A body of the API that', () => {
  test.each<[string, string | Buffer, number, RegExp]>([
    ['is nested 33 deep', nested(32), 400, /nested deeper than 32 levels/],
    ['is nested 10,000 deep', nested(10_000), 400, /nested deeper than 32 levels/],
    ['is never closed', '['.repeat(20_000), 400, /nested deeper/],
    ['names something twice', '{"label": "a", "label": "b"}', 400, /one name twice/],
    ['names something twice, once in escapes', '{"label": "a", "l\\u0061bel": "b"}', 400, /one name twice/],
    ['names __proto__', '{"__proto__": {"isAdmin": true}}', 400, /"__proto__" is not allowed/],
    ['names __proto__ in escapes', '{"\\u005f_proto__": {"isAdmin": true}}', 400, /"__proto__" is not allowed/],
    ['names constructor, deep down', '{"a": [{"constructor": {"prototype": 1}}]}', 400, /"constructor" is not allowed/],
    ['names prototype', '{"prototype": 1}', 400, /"prototype" is not allowed/],
    ['is not UTF-8', Buffer.from('{"label": "\xff"}', 'latin1'), 400, /not valid UTF-8/],
    ['is cut off', '{"label": "a', 400, /not valid JSON/],
    ['has a comment', '{"label": "a"} // b', 400, /not valid JSON/],
    ['has a number that is none', '{"label": 01}', 400, /not valid JSON/],
    ['has more than one value', '{} {}', 400, /not valid JSON/],
    ['is too large', `{"label": "${'x'.repeat(600_000)}"}`, 413, /larger than \d+ bytes/],
  ])('%s is refused, whoever sends it: the answer is %#', async (_, body, status, detail) => {
    for (const [path, headers] of doors()) {
      const answer = await send(path, body, headers);
      expect([path, answer]).toEqual([path, { status, contentType: PROBLEM, detail: expect.stringMatching(detail) }]);
    }
  });

  test('has more values than it has room for is refused before they are made', async () => {
    const answer = await send(`/organizations/${company.okta.organizationId}/keys`, wide);
    expect(answer).toMatchObject({ status: 413, detail: expect.stringMatching(/more than \d+ values/) });
  });

  test.each<[string, Record<string, string>, Buffer, number]>([
    ['inflates to too much', { 'Content-Encoding': 'gzip' }, gzipSync(Buffer.alloc(50_000_000, '[')), 413],
    ['has empty members of gzip without end', { 'Content-Encoding': 'gzip' }, emptyMembers(40_000), 413],
    ['has an encoding that nobody knows', { 'Content-Encoding': 'zstd' }, Buffer.from('{}'), 415],
    ['has two encodings', { 'Content-Encoding': 'gzip, gzip' }, gzipSync(gzipSync('{}')), 415],
    ['is not what its encoding says', { 'Content-Encoding': 'br' }, Buffer.from('{"label": "a"}'), 400],
    ['is cut off in its encoding', { 'Content-Encoding': 'gzip' }, gzipSync('{"label": "a"}').subarray(0, -9), 400],
    ['is in another charset', { 'Content-Type': 'application/json; charset=utf-16' }, Buffer.from('{}'), 415],
    ['is no JSON', { 'Content-Type': 'text/plain' }, Buffer.from('{}'), 415],
  ])('%s is refused', async (_, headers, body, status) => {
    for (const [path, more] of doors()) {
      const answer = await send(path, body, { ...more, ...headers });
      expect([path, answer.status, answer.contentType]).toEqual([path, status, PROBLEM]);
    }
  });

  test('is compressed is read', async () => {
    const answer = await send(
      `/organizations/${company.okta.organizationId}/keys`,
      gzipSync('\ufeff{"label": "Zipped"}'),
      { 'Content-Encoding': 'gzip' },
    );
    expect(answer.status).toBe(201);
  });

  test('was refused has changed nothing', async () => {
    const { json } = await company.admin.get('/keys');
    expect(JSON.stringify(json)).not.toContain('"label":"a"');
  });
});

function emptyMembers(count: number): Buffer {
  return Buffer.concat(Array<Buffer>(count).fill(gzipSync('')));
}

describe('What the API has no route for', () => {
  test.each(['GET', 'POST', 'DELETE'])(
    'is a problem of RFC 9457 that repeats nothing of the URL: %s',
    async (method) => {
      const answer = await fetch(`${muster.url}/api/v1/nothing-like-this`, { method });
      const text = await answer.text();
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, PROBLEM]);
      expect(JSON.parse(text)).toMatchObject({ type: 'about:blank', status: 404, detail: expect.any(String) });
      expect(text).not.toContain('nothing-like-this');
    },
  );

  test('in a URL that cannot be decoded is a problem too', async () => {
    const answer = await fetch(`${muster.url}/api/v1/organizations/%ff/keys`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, PROBLEM]);
  });
});
