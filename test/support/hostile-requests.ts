import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Random } from '../properties/random.js';

/** A request that no server should do anything for. */
export interface HostileRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: Buffer;
}

/** Where requests go, and what lets them in there. */
export interface Door {
  readonly path: string;
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly headers: Readonly<Record<string, string>>;
}

const BOMB_BYTES = 63_000_000;
const NESTED = Buffer.alloc(BOMB_BYTES, '[');
const BLANK = Buffer.alloc(BOMB_BYTES, ' ');
const BOMBS: readonly [string, Buffer][] = [
  ['gzip', gzipSync(NESTED)],
  ['gzip', gzipSync(BLANK)],
  ['deflate', deflateSync(NESTED)],
  ['br', brotliCompressSync(NESTED)],
  ['gzip', Buffer.concat(Array.from({ length: 60_000 }, () => gzipSync('')))],
];
const DEEP = ['[', '{"a":', '[{"a":', '{"a":[', '[[],'];
const WIDE: readonly [string, string, string][] = [
  ['[', '[],', '[]]'],
  ['[', '{},', '{}]'],
  ['[', '1,', '1]'],
  ['{"a":[', 'null,', '{}]}'],
];
const BAIT = ['\\"', '"', '\\', '",', ';', '=', ',', '"a', 'a"', '\\\\"', 'wait=1,', '\t', ' '];
const NAMES = ['Prefer', 'Accept', 'If-Match', 'If-None-Match', 'Cookie', 'X-Request-Id', 'User-Agent', 'Forwarded'];
const FILTER_BAIT = [
  '(',
  'not (',
  '[',
  'emails[',
  '"',
  '\\',
  'a.',
  '.',
  ' and ',
  'a eq "',
  '1',
  '-',
  '1e',
  'urn:',
  'pr ',
];

/** A kind of request, made for a door. */
type Kind = (random: Random, door: Door) => HostileRequest;

const length = (random: Random) => random.pick([33, 100, 5_000, 30_000]);
const posted = (name: string, { path, method, headers }: Door, body: Buffer | string, more: object = {}) => ({
  name,
  method,
  path,
  headers: { 'Content-Type': 'application/json', ...headers, ...more },
  body: Buffer.from(body),
});

/** One of each encoding, plain among them; small ones only, as a client could send them by the thousand. */
function encoded(random: Random, body: string): [Buffer, object] {
  const plain = Buffer.from(body);
  return random.pick<() => [Buffer, object]>([
    () => [plain, {}],
    () => [gzipSync(plain), { 'Content-Encoding': 'gzip' }],
    () => [deflateSync(plain), { 'Content-Encoding': 'deflate' }],
    () => [brotliCompressSync(plain, { params: { 1: 1 } }), { 'Content-Encoding': 'br' }],
  ])();
}

const bodies: Readonly<Record<string, Kind>> = {
  deep: (random, door) => {
    const piece = random.pick(DEEP);
    return posted('deep', door, ...encoded(random, `{"userName":${piece.repeat(length(random))}`));
  },
  wide: (random, door) => {
    const [begin, piece, end] = random.pick(WIDE);
    return posted('wide', door, ...encoded(random, begin + piece.repeat(20 * length(random)) + end));
  },
  bomb: (random, door) => {
    const [encoding, body] = random.pick(BOMBS);
    return posted('bomb', door, body, { 'Content-Encoding': encoding });
  },
  doubled: (random, door) => {
    const names = random.pick(['"a":1,"a":2', '"a":1,"\\u0061":2', `${'"b":{},'.repeat(length(random))}"b":1`]);
    return posted('doubled', door, ...encoded(random, `{"schemas":[],${names}}`));
  },
  prototype: (random, door) => {
    const name = random.pick(['__proto__', 'constructor', 'prototype', '\\u005f_proto__', 'constructo\\u0072']);
    const value = random.pick(['{"isAdmin":true}', '1', '[]', '{"prototype":{"x":1}}']);
    return posted(
      'prototype',
      door,
      ...encoded(random, random.pick([`{"${name}":${value}}`, `{"a":[{"${name}":${value}}]}`])),
    );
  },
  'no UTF-8': (random, door) => {
    const bytes = Buffer.from('{"userName":"xxxxxxxx"}');
    // None of these begins a character, so no three of them are one.
    for (const index of [13, 14, 15]) bytes[index] = random.pick([0x80, 0xbf, 0xc0, 0xfe, 0xff]);
    return posted('no UTF-8', door, bytes);
  },
  'cut off': (random, door) => {
    const [whole, headers] = encoded(random, JSON.stringify({ userName: 'x'.repeat(200), emails: [{ value: 'x' }] }));
    return posted('cut off', door, whole.subarray(0, 1 + random.below(whole.length - 9)), headers);
  },
  'no JSON': (random, door) =>
    posted(
      'no JSON',
      door,
      random.pick(['{', '}', '{"a"}', '01', '{"a":1,}', '[1,]', "{'a':1}", 'NaN', '{}{}', '/**/{}', '"\u0000"']),
    ),
  'another encoding': (random, door) =>
    posted('another encoding', door, '{}', {
      'Content-Encoding': random.pick(['zstd', 'compress', 'gzip, gzip', 'br', 'gzip', '*']),
    }),
  'another media type': (random, door) =>
    posted('another media type', door, '{}', {
      'Content-Type': random.pick([
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/json; charset=utf-16',
        'x',
        ';',
      ]),
    }),
};

const headers: Kind = (random, door) => {
  const value = random
    .pick(BAIT)
    .repeat(random.pick([10, 1_000, 7_000]))
    .slice(0, 14_000)
    .replace(/^[\t ]+|[\t ]+$/g, 'x');
  const name = random.pick(NAMES);
  const isRepeated = random.chance(20);
  const values = isRepeated ? Array.from({ length: 40 }, () => value.slice(0, 200)) : value;
  return {
    ...posted('header', door, random.pick(['{', '[[', '{"a":1,"a":2}'])),
    headers: { 'Content-Type': 'application/json', [name]: values, ...door.headers },
  };
};

const longHeaders: Kind = (random, door) => ({
  ...posted('long header', door, '{}'),
  headers: {
    ...door.headers,
    [random.pick(NAMES)]: random
      .pick(BAIT)
      .trim()
      .padEnd(1, 'x')
      .repeat(random.pick([20_000, 60_000])),
  },
});

/** Of the SCIM root that the door is below, with the key of the door. */
const filters: Kind = (random, { path, headers: given }) => {
  const text = random.pick([
    () => `${random.pick(FILTER_BAIT).repeat(random.pick([60, 400, 3_000]))}`,
    () => `${'('.repeat(400)}userName pr${')'.repeat(400)}`,
    () => `${'not ('.repeat(300)}userName pr${')'.repeat(300)}`,
    () => Array.from({ length: 2_000 }, () => 'userName pr').join(' and '),
    () => `userName eq "${'\\u0000'.repeat(3_000)}`,
    () => random.several(3, 30, () => random.pick(FILTER_BAIT)).join(''),
  ])();
  const query = random.pick(['filter', 'filter', 'sortBy', 'cursor', 'startIndex', 'count']);
  const value = encodeURIComponent(query === 'filter' ? text : `"${text}`)
    .slice(0, 200_000)
    .replace(/%.?$/, '');
  return {
    name: 'filter',
    method: 'GET',
    path: `${path.split('?', 1)[0]}?${query === 'filter' ? '' : 'filter=%22&'}${query}=${value}`,
    headers: given,
  };
};

const pick = (random: Random, door: Door): Kind => {
  const isScim = door.path.startsWith('/scim/');
  const dice = random.below(100);
  if (dice < 10) return headers;
  if (dice < 16) return longHeaders;
  if (dice < 30 && isScim && door.method === 'POST') return filters;
  return bodies[random.pick(Object.keys(bodies))]!;
};

export const hostileRequest: Kind = (random, door) => pick(random, door)(random, door);

/** Requests that no client library would send: with lengths that are not theirs, or as no HTTP at all. */
export function brokenHttp(random: Random, { method, path, headers: given }: Door): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${Object.entries(given)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}`;
  return random.pick([
    `${head}Content-Length: 1000\r\n\r\n{"userName":`,
    `${head}Content-Length: 2\r\n\r\n{"userName": "x"}`,
    `${head}Content-Length: -5\r\n\r\n{}`,
    `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}`,
    `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
    `${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
    `${head}Transfer-Encoding: gzip, x\r\n\r\n{}`,
    `${head}X: ${'x'.repeat(300_000)}\r\n\r\n`,
    `${method} ${path} HTTP/9.9\r\n\r\n`,
    '\0'.repeat(1_000),
    `G\u0001T ${path} HTTP/1.1\r\n\r\n`,
  ]);
}
