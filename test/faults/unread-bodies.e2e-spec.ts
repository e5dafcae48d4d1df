import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { takesBody } from '../../src/platform/http/body/takes-body.js';
import { RouteTable } from '../../src/scim/http/route-table.js';
import { newAccount } from '../support/admin-routes.js';
import { withMuster, withTenant } from '../support/muster.js';
import { type Company, confirmed, newCompany } from '../support/organization.js';

const MANY = 1_000_000_000;
const BOMB = gzipSync('['.repeat(20_000_000));
/** Connections at a time. */
const WIDTH = 20;

const muster = withMuster();
const tenant = withTenant(muster);
let company: Company;
let cases: RouteCase[];
beforeAll(async () => {
  company = await newCompany(muster);
  cases = await routes();
}, 60_000);

interface Case {
  readonly method: string;
  readonly path: string;
}
interface RouteCase extends Case {
  /** What it answers to somebody unknown who sends no body. */
  readonly status: number;
  readonly takesBody: boolean;
}
interface Hostile {
  readonly headers: Record<string, string | number>;
  readonly begun?: Buffer;
}

/** Each route of the server, as a request to it begins. */
async function routes(): Promise<RouteCase[]> {
  const found: RouteCase[] = [];
  for (const { method: declared, path: pattern, controller, handler } of muster.app.get(RouteTable).list()) {
    const method = declared === 'ALL' ? 'POST' : declared;
    const path = pattern.replace(':organizationId', tenant.organizationId).replace(/[:*]\w+/g, 'x');
    const plain = await fetch(muster.url + path, { method, headers: { 'Content-Type': 'application/json' } });
    await plain.arrayBuffer();
    found.push({ method, path, status: plain.status, takesBody: takesBody(controller as Type, handler) });
  }
  return found;
}

/** Sends the beginning of a request whose body never ends. @returns all that came back until the server hung up */
function begin({ method, path }: Case, headers: Hostile['headers'], begun?: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(muster.url);
    const socket: Socket = connect(Number(port), hostname);
    const lines = { Host: 'muster.example', 'Content-Type': 'application/json', ...headers };
    socket.write(`${method} ${path} HTTP/1.1\r\n`);
    socket.write(
      `${Object.entries(lines)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\r\n')}\r\n\r\n`,
    );
    if (begun) for (const part of [`${begun.length.toString(16)}\r\n`, begun, '\r\n']) socket.write(part);
    let answer = '';
    socket.setEncoding('latin1').on('data', (chunk) => (answer += chunk));
    socket.on('close', () => (answer === '' ? reject(new Error(`No answer to ${method} ${path}`)) : resolve(answer)));
    socket.on('error', () => undefined);
  });
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

async function each<T>(list: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const rest = [...list];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
}

const BODIES: readonly [string, Hostile][] = [
  ['is announced and never sent', { headers: { 'Content-Length': MANY } }],
  ['waits for leave to be sent', { headers: { 'Content-Length': MANY, Expect: '100-continue' } }],
  [
    'is a bomb that never ends',
    { headers: { 'Transfer-Encoding': 'chunked', 'Content-Encoding': 'gzip' }, begun: BOMB },
  ],
];

describe('A body of a billion bytes from somebody unknown', () => {
  test.each(BODIES)(
    'that %s is read by no route: the answer comes before it, and the connection is closed',
    async (_, { headers, begun }) => {
      await each(cases, async (route) => {
        const { method, path, status } = route;
        const answer = await begin(route, headers, begun);
        const expected = status !== 401 && route.takesBody ? 413 : status;
        expect([method, path, statusOf(answer)]).toEqual([method, path, expected]);
      });
      expect(cases.filter(({ status }) => status === 401).length).toBeGreaterThan(100);
    },
    120_000,
  );
});

describe('A body that somebody sends who may not', () => {
  test('is not read: by key of another organization, as a member who is no admin, as admin of elsewhere', async () => {
    const { organizationId } = company.okta;
    const { person: member } = await confirmed(muster, company);
    const account = await newAccount(muster, tenant.organizationId, organizationId);
    const rotations = { method: 'POST', path: `/api/v1/organizations/${organizationId}/key-rotations` };
    const keys = { method: 'POST', path: `/api/v1/organizations/${organizationId}/keys` };
    const users = { method: 'POST', path: `/scim/v2/${organizationId}/Users` };
    for (const [, { headers, begun }] of BODIES) {
      const send = async (route: Case, more: object) => statusOf(await begin(route, { ...headers, ...more }, begun));
      expect(await send(users, { Authorization: `Bearer ${tenant.key}` })).toBe(401);
      expect(await send(rotations, { Cookie: member.cookie })).toBe(403);
      expect(await send(keys, { Cookie: member.cookie })).toBe(403);
      expect(await send(keys, { Cookie: account.cookie })).toBe(404);
      expect(await send(keys, { Cookie: company.admin.cookie })).toBe(413);
      expect(await send(users, { Authorization: `Bearer ${company.okta.key}` })).toBe(413);
    }
  }, 60_000);
});

describe('A client that waits for 100 Continue', () => {
  test('is asked for its body when it may send it, and keeps its connection', async () => {
    const body = Buffer.from(
      JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'c@x.io' }),
    );
    const { hostname, port } = new URL(muster.url);
    const socket = connect(Number(port), hostname).setEncoding('latin1');
    const next = () => new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))));
    socket.write(
      `POST /scim/v2/${tenant.organizationId}/Users HTTP/1.1\r\nHost: x\r\nContent-Type: application/scim+json\r\n` +
        `Authorization: Bearer ${tenant.key}\r\nExpect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    expect(await next()).toMatch(/^HTTP\/1\.1 100 Continue\r\n/);
    socket.write(body);
    const created = await next();
    expect(statusOf(created)).toBe(201);
    expect(created.toLowerCase()).not.toContain('connection: close');
    socket.destroy();
  });
});
