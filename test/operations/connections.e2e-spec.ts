import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setInterval as every } from 'node:timers';
import { beforeAll, describe, expect, test } from '@jest/globals';
import sql from 'sql-template-tag';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { type Tenant, withMuster } from '../support/muster.js';

const muster = withMuster();
let server: Server;
let tenant: Tenant;
beforeAll(async () => {
  server = muster.app.getHttpServer();
  tenant = await muster.newTenant();
});

/** Sends a text on a connection of its own. @returns all that is answered until the server closes it */
function answered(text: string, andThen: (socket: Socket) => void = () => undefined): Promise<string> {
  const { hostname, port } = new URL(muster.url);
  const socket = connect(Number(port), hostname, () => {
    socket.write(text);
    andThen(socket);
  });
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk));
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.on('close', () => resolve(answer)));
}

/** Goes on with a byte now and then, and never comes to an end. */
function dribble(socket: Socket): void {
  const timer = every(() => socket.write('x'), 50);
  socket.on('close', () => clearInterval(timer));
}

const LIVE = 'GET /livez HTTP/1.1\r\nHost: muster\r\n';

describe('Connections of clients', () => {
  test('outlive the pauses of proxies, and no request takes longer to arrive than clients wait', async () => {
    const { headers } = await fetch(`${muster.url}/livez`);
    expect(headers.get('keep-alive')).toBe('timeout=75');
    expect([server.keepAliveTimeout, server.headersTimeout, server.requestTimeout]).toEqual([75_000, 20_000, 55_000]);
  });

  test('are closed when nothing comes on them any more', async () => {
    const { keepAliveTimeout } = server;
    server.keepAliveTimeout = 100;
    const answer = await answered(`${LIVE}\r\n`);
    server.keepAliveTimeout = keepAliveTimeout;
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });

  test.each<[string, () => Promise<string>]>([
    ['says nothing', () => answered('')],
    ['sends a header a byte at a time', () => answered(`${LIVE}X-Slow: `, dribble)],
    [
      'sends a body a byte at a time',
      () => {
        const { pathname } = new URL(`${tenant.base}/Users`);
        const head = `POST ${pathname} HTTP/1.1\r\nHost: muster\r\nAuthorization: Bearer ${tenant.key}\r\n`;
        return answered(`${head}Content-Type: application/scim+json\r\nContent-Length: 100000\r\n\r\n"`, dribble);
      },
    ],
  ])('are cut off with 408 when a client %s, while others are served', async (_what, slow) => {
    const { headersTimeout, requestTimeout } = server;
    Object.assign(server, { headersTimeout: 200, requestTimeout: 200 });
    const answer = slow();
    expect((await tenant.get('/Users?count=0')).status).toBe(200);
    const [head = '', body = ''] = (await answer).split('\r\n\r\n');
    Object.assign(server, { headersTimeout, requestTimeout });
    expect(head).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
    expect(head).toMatch(/\r\nContent-Type: application\/scim\+json/);
    expect(JSON.parse(body)).toMatchObject({ status: '408', detail: 'The request did not arrive in time' });
  });
});

describe('Connections to the database', () => {
  test('are READ COMMITTED from their first statement, whatever the default of the server is', async () => {
    if (muster.database.kind === 'sqlite') return;
    const read = () =>
      muster.app.get(UnitOfWork).read((connection) =>
        connection.row<{ Value: string }>(sql`
          SHOW SESSION VARIABLES WHERE Variable_name IN ('transaction_isolation', 'tx_isolation')`),
      );
    const levels = await Promise.all(Array.from({ length: 8 }, read));
    expect(levels.map((level) => level?.Value)).toEqual(levels.map(() => 'READ-COMMITTED'));
  });

  test('are strict, whatever the default of the server is: what is too long is refused, and never cut', async () => {
    if (muster.database.kind === 'sqlite') return;
    const { organizationId } = tenant;
    const mode = () =>
      muster.app
        .get(UnitOfWork)
        .run((transaction) => transaction.row<{ mode: string }>(sql`SELECT @@sql_mode AS mode`));
    for (const row of await Promise.all(Array.from({ length: 8 }, mode)))
      expect(String(row!.mode).split(',')).toContain('STRICT_ALL_TABLES');
    const cut = muster.app.get(UnitOfWork).run((transaction) =>
      transaction.execute(sql`
        INSERT INTO links (organizationId, id, purpose, userId, address, tokenHash, createdAt, expiresAt)
        VALUES (${organizationId}, ${'x'.repeat(60)}, 'invitation', 'x', 'x', 'x', 1, 1)`),
    );
    await expect(cut).rejects.toThrow(/too long/i);
  });
});
