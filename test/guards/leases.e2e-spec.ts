import { beforeAll, expect, test } from '@jest/globals';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { newId } from '../../src/platform/ids/new-id.js';
import { Leases } from '../../src/messaging/outbox/leases.js';
import { OutboxService } from '../../src/messaging/outbox/outbox.service.js';
import { AsyncRequestsRepository } from '../../src/scim/async/async-requests.repository.js';
import { WebhookEndpointsRepository } from '../../src/subscriptions/webhooks/webhook-endpoints.repository.js';
import { WebhookWorker } from '../../src/subscriptions/webhooks/webhook-worker.js';
import { WebhooksService } from '../../src/subscriptions/webhooks/webhooks.service.js';
import { OPERATOR } from '../../src/events/actor.js';
import { LATER, stopWorker, txnOf } from '../support/later.js';
import { type Tenant, withMuster } from '../support/muster.js';

const HOUR_MS = 3_600_000;

const muster = withMuster();
let unitOfWork: UnitOfWork;
let tenant: Tenant;
let organizationId: string;
beforeAll(async () => {
  await stopWorker(muster);
  await muster.app.get(WebhookWorker).onModuleDestroy();
  unitOfWork = muster.app.get(UnitOfWork);
  tenant = await muster.newTenant();
  ({ organizationId } = tenant);
});

/** The tables whose rows one process takes for a while. */
const LEASED = ['async_queues', 'outbox', 'webhook_endpoints'];

test('Each table with a lease is in this file', () => {
  const leased = muster.dataSource.entityMetadatas
    .filter(({ columns }) => columns.some(({ propertyName }) => propertyName === 'leasedBy'))
    .map(({ tableName }) => tableName);
  expect(leased.toSorted()).toEqual(LEASED);
});

test('A mail that is leased is nobody else’s until the lease ends, and then the result of the first counts no more', async () => {
  const leases = muster.app.get(Leases);
  const channel = `t-${newId().slice(-8)}`;
  await unitOfWork.run((transaction) =>
    muster.app.get(OutboxService).addAll(transaction, organizationId, [{ channel, topic: 'x', payload: {} }]),
  );
  const first = (await leases.take(channel, 10, HOUR_MS))!;
  expect(first.messages).toHaveLength(1);
  expect(await leases.take(channel, 10, HOUR_MS)).toBeUndefined();

  await muster.rows('UPDATE outbox SET leasedUntil = ?, dueAt = ? WHERE channel = ?', [
    Date.now() - 1,
    Date.now() - 1,
    channel,
  ]);
  const second = (await leases.take(channel, 10, HOUR_MS))!;
  expect(second.messages.map(({ id }) => id)).toEqual(first.messages.map(({ id }) => id));
  const [message] = second.messages as [(typeof second.messages)[number]];
  expect(await leases.record(first, message, { state: 'dead', error: 'late' })).toBe(false);
  await leases.release(first, [message]);
  expect(await leases.take(channel, 10, HOUR_MS)).toBeUndefined();
  expect(await leases.record(second, message, { state: 'sent' })).toBe(true);
  expect(await leases.record(second, message, { state: 'dead', error: 'twice' })).toBe(false);
  const [row] = await muster.rows<{ state: string; attempts: number }>(
    'SELECT state, attempts FROM outbox WHERE channel = ?',
    [channel],
  );
  expect([String(row!.state), Number(row!.attempts)]).toEqual(['sent', 1]);
});

test('A webhook that is leased is nobody else’s until the lease ends, and then what the first delivered counts no more', async () => {
  const endpoints = muster.app.get(WebhookEndpointsRepository);
  const draft = { label: 'x', types: null, url: 'https://app.example/' };
  const { endpoint } = await muster.app.get(WebhooksService).create(organizationId, draft, OPERATOR);
  const ref = { organizationId, id: endpoint.id };
  const take = (id: string) => {
    const now = Date.now();
    return unitOfWork.run((transaction) => endpoints.lease(transaction, ref, { id, until: now + HOUR_MS }, now));
  };
  const delivered = (id: string, lastSequence: number) =>
    unitOfWork.run((transaction) =>
      endpoints.delivered(
        transaction,
        ref,
        { id, until: Date.now() + HOUR_MS },
        { lastSequence, isLast: false, now: Date.now() },
      ),
    );
  const place = async () =>
    Number(
      (
        await muster.rows<{ lastSequence: number }>('SELECT lastSequence FROM webhook_endpoints WHERE id = ?', [
          endpoint.id,
        ])
      )[0]!.lastSequence,
    );
  const [one, two] = [newId(), newId()];
  await muster.rows('UPDATE webhook_endpoints SET dueAt = 0 WHERE id = ?', [endpoint.id]);
  expect(await take(one)).toMatchObject(ref);
  expect(await take(two)).toBeNull();
  expect(await delivered(one, 101)).toBe(true);
  await muster.rows('UPDATE webhook_endpoints SET dueAt = 0 WHERE id = ?', [endpoint.id]);
  expect(await take(two)).toMatchObject(ref);
  expect(await delivered(one, 102)).toBe(false);
  const failure = { attempts: 1, failingSince: 1, lastError: 'x', dueAt: 1 };
  expect(
    await unitOfWork.run((transaction) => endpoints.failed(transaction, ref, { id: one, until: 1 }, failure)),
  ).toBe(false);
  expect(await unitOfWork.run((transaction) => endpoints.release(transaction, ref, { id: one, until: 1 }, 99, 1))).toBe(
    false,
  );
  expect(await place()).toBe(101);

  // Whoever delivers loses the lease when an admin changes the endpoint, and nothing is due while it is disabled.
  await muster.app.get(WebhooksService).disable(organizationId, endpoint.id, OPERATOR);
  expect(await delivered(two, 103)).toBe(false);
  await muster.rows('UPDATE webhook_endpoints SET dueAt = 0 WHERE id = ?', [endpoint.id]);
  expect(await take(newId())).toBeNull();
  expect(await place()).toBe(101);
});

test('A queue of requests that is leased is nobody else’s until the lease ends, and then the first carries out nothing', async () => {
  const requests = muster.app.get(AsyncRequestsRepository);
  const { id } = await tenant.newUser();
  txnOf(await tenant.send('DELETE', `/Users/${id}`, undefined, LATER));
  const lease = (name: string) => ({ organizationId, id: name });
  const take = (name: string) => {
    const now = Date.now();
    return unitOfWork.run((transaction) => requests.lease(transaction, lease(name), now, now + HOUR_MS));
  };
  const request = (await unitOfWork.read((connection) => requests.first(connection, organizationId)))!;
  const until = Date.now() + HOUR_MS;
  const advance = (name: string) =>
    unitOfWork.run((transaction) => requests.advance(transaction, lease(name), request, 'd', until));
  const finish = (name: string) =>
    unitOfWork.run((transaction) => requests.finish(transaction, lease(name), request, until));
  const [one, two] = [newId(), newId()];
  expect([await take(one), await take(two)]).toEqual([true, false]);
  expect([await advance(one), await advance(two), await finish(two)]).toEqual([true, false, false]);
  await muster.rows('UPDATE async_queues SET dueAt = 0 WHERE organizationId = ?', [organizationId]);
  expect([await take(two), await advance(one), await finish(one)]).toEqual([true, false, false]);
  await unitOfWork.run((transaction) => requests.release(transaction, lease(one), 0));
  expect(await take(newId())).toBe(false);
  expect(await muster.rows('SELECT id FROM async_requests WHERE organizationId = ?', [organizationId])).toHaveLength(1);
  expect(await finish(two)).toBe(true);
  expect(await muster.rows('SELECT id FROM async_requests WHERE organizationId = ?', [organizationId])).toHaveLength(0);
});
