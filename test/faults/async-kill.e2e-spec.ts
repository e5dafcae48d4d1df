import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Application } from '../support/application.js';
import { completed, completedOnce, LATER, stopWorker, txnOf } from '../support/later.js';
import { Muster } from '../support/muster.js';
import { until } from '../support/until.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const BULK_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const REQUESTS = 60;
/** Far more than a worker does while a busy machine looks how far it is. */
const OPERATIONS = 240;
const KILLS = 3;

let muster: Muster;
let child: ChildProcess | undefined;
beforeAll(async () => {
  muster = await Muster.start();
  await stopWorker(muster);
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await muster.stop();
});

function start(): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, DATABASE_URL: muster.database.url, LOG_LEVEL: 'silent' };
  child = fork('test/support/async-worker.mjs', { env, execArgv: [] });
  return child;
}

const user = (n: number) => ({ schemas: [USER], userName: `person-${n}@example.com` });

test('kill -9 of the worker, again and again, makes each change once and tells of each once, in order', async () => {
  const tenant = await muster.newTenant();
  const application = await Application.of(muster, tenant.organizationId);
  const txns: string[] = [];
  for (let n = 0; n < REQUESTS; n += 1) txns.push(txnOf(await tenant.post('/Users', user(n), LATER)));
  const operations = Array.from({ length: OPERATIONS }, (_, n) => ({
    method: 'POST',
    path: '/Users',
    bulkId: `${n}`,
    data: user(REQUESTS + n),
  }));
  const bulk = txnOf(await tenant.post('/Bulk', { schemas: [BULK_REQUEST], Operations: operations }, LATER));
  txns.push(...operations.map((_, n) => `${bulk}:${n}`));

  for (let kills = 0; kills < KILLS; kills += 1) {
    const worker = start();
    // Among the single ones, then among those of the bulk request.
    const enough = (await completed(application)).length + 25 + Math.floor(Math.random() * 10);
    await until(async () => (await completed(application)).length >= enough);
    const gone = once(worker, 'exit');
    worker.kill('SIGKILL');
    await gone;
  }
  expect((await completed(application)).length).toBeLessThan(txns.length);
  start();
  const told = await completedOnce(application, txns.length);
  expect(told.map(({ txn }) => txn)).toEqual(txns);
  expect(new Set(told.map(({ operation }) => operation.status))).toEqual(new Set(['201']));
  const { json } = await tenant.get('/Users?count=0');
  expect(json.totalResults).toBe(txns.length);
  const { events } = await application.page('types=user.created&limit=500');
  expect(events.map(({ resourceId }) => `/Users/${resourceId}`)).toEqual(told.map(({ uri }) => uri));
  expect(await muster.rows('SELECT * FROM async_requests')).toEqual([]);
}, 120_000);
