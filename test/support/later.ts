import { Migrator } from '../../src/platform/database/migrator.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { AsyncOptions } from '../../src/async-requests/async-options.js';
import { AsyncWorker } from '../../src/async-requests/async-worker.js';
import { QueueRun } from '../../src/async-requests/queue-run.js';
import { AsyncRequestsRepository } from '../../src/scim/async/async-requests.repository.js';
import { AsyncRequestsService } from '../../src/scim/async/async-requests.service.js';
import type { Application } from './application.js';
import type { Muster } from './muster.js';
import type { AnyJson, Answer } from './scim-client.js';
import { until } from './until.js';

/** Asks for an answer before the request is carried out (RFC 9967 §2.5.1.1). */
export const LATER = { Prefer: 'respond-async' };

/** What a completed operation was told as. */
export interface Completed {
  /** What the client was told, and `:index` for one of a bulk request. */
  readonly txn: string;
  readonly uri: string;
  readonly operation: AnyJson;
}

/** What the client was told to look for. @throws unless the request was taken */
export function txnOf({ status, headers, text }: Answer): string {
  const txn = headers.get('set-txn');
  if (status !== 202 || !txn || text !== '') throw new Error(`The request was answered with ${status}: ${text}`);
  return txn;
}

/** All that was completed, in order. */
export async function completed(application: Application): Promise<Completed[]> {
  const all: Completed[] = [];
  for (let after = 0; ;) {
    const { events, next, isEnd } = await application.page(`after=${after}&types=request.completed&limit=500`);
    all.push(...events.map((event: AnyJson) => ({ txn: event.resourceId, ...event.data })));
    if (isEnd) return all;
    after = next;
  }
}

/** The same, once there are that many. */
export async function completedOnce(application: Application, count: number): Promise<Completed[]> {
  let found: Completed[] = [];
  await until(async () => (found = await completed(application)).length >= count);
  return found;
}

/** Ends the worker of a server, so that what is taken waits. */
export function stopWorker({ app }: Muster): Promise<void> {
  return app.get(AsyncWorker).onModuleDestroy();
}

/** Another worker at a server. */
export function startWorker({ app }: Muster): AsyncWorker {
  const worker = new AsyncWorker(
    app.get(UnitOfWork),
    app.get(Migrator),
    app.get(AsyncRequestsRepository),
    app.get(QueueRun),
    new AsyncOptions({ pollInterval: 20 }),
    app.get(AsyncRequestsService),
  );
  worker.onApplicationBootstrap();
  return worker;
}
