import { readFile } from 'node:fs/promises';
import { Agent, createServer, type OutgoingHttpHeaders, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Random } from '../properties/random.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { brokenHttp, type Door, hostileRequest, type HostileRequest } from '../support/hostile-requests.js';
import { newTenant, ServerProcess } from '../support/process.js';
import { until } from '../support/until.js';

const REQUESTS = Number(process.env['HOSTILE_REQUESTS'] ?? 10_000);
/** At a time. */
const WIDTH = 8;
const HEAP_MB = 256;
/** A container of that size survives it. */
const MEMORY_KB = 512 * 1_024;
const LIVE_WITHIN_MS = 1_000;

const random = Random.fromEnvironment();
const agent = new Agent({ keepAlive: true, maxSockets: WIDTH });
/** Answers at once, so that it can be told what this process and its machine take by themselves. */
const idle = createServer((_, response) => response.end());
let database: TestDatabase;
let server: ServerProcess;
let doors: Door[];
beforeAll(async () => {
  database = await newDatabase();
  const environment = { DATABASE_URL: database.url };
  server = await ServerProcess.start({
    ...environment,
    NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}`,
  });
  const { organizationId, key } = await newTenant(environment);
  const cookie = await operator();
  doors = doorsOf(organizationId, key, cookie);
  await new Promise<void>((resolve) => idle.listen(0, '127.0.0.1', resolve));
}, 60_000);
afterAll(async () => {
  agent.destroy();
  idle.close();
  await server.kill('SIGTERM');
  await database.drop();
}, 60_000);

/** The session of the first admin, who follows the link that the server prints. */
async function operator(): Promise<string> {
  const link = () => /(?<=[?&]token=)[\w-]+/.exec(server.output)?.[0];
  await until(async () => link() !== undefined);
  const answer = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      token: link(),
      name: 'Ada',
      email: 'ada@acme.example',
      organizationName: 'Acme',
      password: 'nine-purple-otters-sing',
    }),
  });
  expect(answer.status).toBe(201);
  return answer.headers.get('set-cookie')!.split(';', 1)[0]!;
}

/** SCIM and the API, with and without what lets a request in, and where strangers may send bodies. */
function doorsOf(organizationId: string, key: string, cookie: string): Door[] {
  const scim = `/scim/v2/${organizationId}`;
  const api = `/api/v1/organizations/${organizationId}`;
  const id = '0192f0c1-2d3e-7f40-8a51-0123456789ab';
  const posts = [`${scim}/Users`, `${scim}/Groups`, `${scim}/Bulk`, `${scim}/.search`];
  const changes = [`${scim}/Users/${id}`, `${scim}/Groups/${id}`];
  const administered = [`${api}/keys`, `${api}/extensions`, `${api}/members/actions`, '/api/v1/organizations'];
  const open = ['/api/v1/session', '/api/v1/setup', '/api/v1/welcome', '/api/v1/found-keys'].concat(
    ['sign-in-links', 'sessions/challenge', `links/${id}/accept`, `links/${id}/open`].map((path) => `${api}/${path}`),
  );
  const doorsAt = (method: Door['method'], paths: readonly string[], headers: Door['headers']) =>
    paths.map((path) => ({ method, path, headers }));
  const withKey = { Authorization: `Bearer ${key}` };
  return [
    ...doorsAt('POST', posts, withKey),
    ...doorsAt('PUT', changes, withKey),
    ...doorsAt('PATCH', changes, withKey),
    ...doorsAt('POST', administered, { Cookie: cookie }),
    ...doorsAt('PATCH', [api], { Cookie: cookie }),
    ...doorsAt('POST', [...posts, ...administered, `${api}/key-rotations`, ...open], {}),
    ...doorsAt('PUT', changes, {}),
    ...doorsAt('PATCH', [...changes, api], {}),
  ];
}

function send({ method, path, headers, body }: HostileRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = body && { 'Content-Length': body.length };
    const sent = request(
      server.url + path,
      { method, agent, headers: { ...headers, ...length } as OutgoingHttpHeaders },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** @returns the status of the first answer */
function sendRaw(text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname).setEncoding('latin1');
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('error', reject);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])));
    socket.end(text);
  });
}

async function tookFor(url: string): Promise<number> {
  const start = performance.now();
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  await answer.arrayBuffer();
  return performance.now() - start;
}

/** How much longer the server takes to say that it lives than one that has nothing to do. */
async function lateness(): Promise<number> {
  const { port } = idle.address() as AddressInfo;
  const [live, bare] = await Promise.all([tookFor(`${server.url}/livez`), tookFor(`http://127.0.0.1:${port}`)]);
  return live - bare;
}

async function one(number: number, seen: Map<string, number>): Promise<void> {
  const door = random.pick(doors);
  const isBroken = random.chance(4);
  const hostile = hostileRequest(random, door);
  const raw = brokenHttp(random, door);
  const status = await (isBroken ? sendRaw(raw) : send(hostile));
  const what = isBroken
    ? `broken ${raw.slice(0, 200)}`
    : `${hostile.name} ${hostile.method} ${hostile.path.slice(0, 200)}`;
  expect([number, what, status >= 400 && status < 500 ? '4xx' : status]).toEqual([number, what, '4xx']);
  const kind = `${isBroken ? 'broken' : hostile.name} ${status}`;
  seen.set(kind, (seen.get(kind) ?? 0) + 1);
  if (number % 100 === 0) expect(await lateness()).toBeLessThan(LIVE_WITHIN_MS);
}

test(`${REQUESTS} hostile requests are all answered with 4xx by a server with a heap of ${HEAP_MB} MB, which lives on (PROPERTY_SEED=${random.seed})`, async () => {
  const seen = new Map<string, number>();
  let number = 0;
  const worker = async () => {
    while (number < REQUESTS) await one((number += 1), seen);
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
  expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(REQUESTS);
  for (const status of [400, 401, 413, 415, 431])
    expect([status, [...seen.keys()].some((kind) => kind.endsWith(` ${status}`))]).toEqual([status, true]);
  expect(await lateness()).toBeLessThan(LIVE_WITHIN_MS);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  if (process.platform === 'linux') expect(await mostMemory()).toBeLessThan(MEMORY_KB);
}, 300_000);

/** The most memory that the server ever had, in kB. */
async function mostMemory(): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]);
}
