import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { OPERATOR } from '../../src/events/actor.js';
import { EventsRepository } from '../../src/events/events.repository.js';
import { MAX_WAITING } from '../../src/subscriptions/feed/arrivals.js';
import { StreamOptions } from '../../src/subscriptions/feed/stream-options.js';
import { Shutdown } from '../../src/platform/observability/shutdown.js';
import { Application } from '../support/application.js';
import { blocksOf, ended, take } from '../support/event-stream.js';
import { Muster } from '../support/muster.js';
import { until } from '../support/until.js';

/** More than the buffers of a connection hold. */
const MANY = 300;
const LONG = 'x'.repeat(100_000);
const CLOSE_MS = 2_000;

let muster: Muster;
let application: Application;
beforeAll(async () => {
  muster = await Muster.start();
  application = await Application.of(muster, await muster.newOrganization());
});
afterAll(() => muster.stop());

/** Events of many megabytes together. */
async function writeMany({ muster: { app }, organizationId }: Application): Promise<void> {
  const draft = { type: 'organization.filled', resourceType: 'Organization', resourceId: organizationId } as const;
  const drafts = Array.from({ length: MANY }, () => ({ ...draft, data: { text: LONG } }));
  for (let start = 0; start < MANY; start += 50)
    await app
      .get(UnitOfWork)
      .run((transaction) =>
        app
          .get(EventsRepository)
          .append(transaction, { organizationId, actor: OPERATOR }, drafts.slice(start, start + 50)),
      );
}

/** A connection on which nothing is asked, as clients open them ahead. */
async function unused({ muster: { url } }: Application): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Asks for the stream, reads the beginning of the answer, and nothing more. */
async function lazyReader({ muster: { url }, base, key }: Application, after: number): Promise<Socket> {
  const { hostname, port, pathname } = new URL(`${base}/events/stream`, url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.write(
    `GET ${pathname}?after=${after} HTTP/1.1\r\nHost: ${hostname}\r\nAccept: text/event-stream\r\n` +
      `Authorization: Bearer ${key}\r\n\r\n`,
  );
  await once(socket, 'readable');
  return socket;
}

describe('The streams of an organization', () => {
  test('are bounded, and one whose client takes nothing gives its place back', async () => {
    const options = muster.app.get(StreamOptions);
    options.patience = 500;
    const start = await application.end();
    await writeMany(application);
    const after = await application.end();
    const open = () => application.stream(`after=${after}`);
    const others = await Promise.all(Array.from({ length: MAX_WAITING - 1 }, open));
    const lazy = await lazyReader(application, start);
    const refused = await open();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    await refused.text();
    await until(async () => {
      const answer = await open();
      await answer.body!.cancel();
      return answer.status === 200;
    });
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
    await Promise.all(others.map(({ body }) => body!.cancel()));
    lazy.destroy();
    options.patience = new StreamOptions().patience;
  });

  test('lose no place to clients that hang up', async () => {
    const after = await application.end();
    for (let round = 0; round < 3; round += 1) {
      const hangUp = new AbortController();
      const { base, authorization: headers } = application;
      const open = () => fetch(`${base}/events/stream?after=${after}`, { headers, signal: hangUp.signal });
      await until(async () => {
        const answer = await open();
        if (answer.status !== 200) await answer.text();
        return answer.status === 503;
      });
      hangUp.abort();
    }
    await until(async () => {
      const answer = await application.stream(`after=${after}`);
      await answer.body!.cancel();
      return answer.status === 200;
    });
  });
});

describe('A server that ends', () => {
  test('is closed within two seconds, with streams that are read, left alone and not taken, and connections without a request', async () => {
    const other = await Muster.start();
    const client = await Application.of(other, await other.newOrganization());
    const start = await client.end();
    await writeMany(client);
    const after = await client.end();
    const read = blocksOf(await client.stream(`after=${after}`));
    await take(read, 1);
    const leftAlone = await client.stream(`after=${after}`);
    const lazy = await lazyReader(client, start);
    const ahead = await unused(client);
    const held = client.ask(`after=${after}&wait=30`);
    await client.ask();
    const from = performance.now();
    await other.stop();
    expect(performance.now() - from).toBeLessThan(CLOSE_MS);
    await ended(read);
    expect((await held).status).toBe(200);
    await leftAlone.body!.cancel().catch(() => {});
    for (const socket of [lazy, ahead]) socket.destroy();
  });

  test('ends its streams before it waits for connections', async () => {
    const other = await Muster.start();
    const client = await Application.of(other, await other.newOrganization());
    const read = blocksOf(await client.stream(`after=${await client.end()}`));
    await take(read, 1);
    other.app.get(Shutdown).close();
    await ended(read);
    await other.stop();
  });
});
