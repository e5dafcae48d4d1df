import cluster, { type Worker } from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import type { Configuration } from './platform/config/configuration.js';
import { migrateOnce } from './tools/cli/application.js';
import { Log } from './platform/observability/log.js';
import { collectMetrics } from './platform/observability/workers-metrics.js';

/** So that workers that cannot start, because the database is away, do not take all of the machine. */
const REPLACEMENT_PAUSE_MS = 1_000;
const OTHERS_PATIENCE_MS = 2_000;
const CLOSED = 'muster:closed';
const ALL_CLOSED = 'muster:all-closed';

/**
 * One listener, several processes. The schema is migrated before the first of them starts; one that dies is replaced,
 * unless none ever got as far as listening. When this process dies, they end by themselves.
 */
export async function superviseWorkers(configuration: Configuration, count: number): Promise<void> {
  const log = new Log(configuration);
  for (const name of await migrateOnce(configuration)) log.log(`Migrated: ${name}`);
  collectMetrics();
  const running = new Set<Worker>();
  const closed = new Set<Worker>();
  let isEnding = false;
  let hasListened = false;
  const fork = () => {
    if (isEnding) return;
    // One that cannot be reached any more is about to exit, and replaced then.
    running.add(cluster.fork().on('error', () => undefined));
  };
  const end = () => {
    isEnding = true;
    for (const worker of running) worker.process.kill('SIGTERM');
  };
  const goOn = () => {
    if (!isEnding || closed.size === running.size) for (const worker of closed) worker.send(ALL_CLOSED);
  };
  cluster.on('listening', () => (hasListened = true));
  cluster.on('message', (worker, message) => {
    if (message !== CLOSED) return;
    closed.add(worker);
    goOn();
  });
  cluster.on('exit', (worker, code, signal) => {
    running.delete(worker);
    closed.delete(worker);
    goOn();
    if (isEnding) return;
    log.error(`Worker ${worker.process.pid} ended unexpectedly: ${signal ?? `exit code ${code}`}`);
    if (hasListened) return void setTimeout(fork, REPLACEMENT_PAUSE_MS);
    process.exitCode = code || 1;
    end();
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
  for (let index = 0; index < count; index += 1) fork();
}

/**
 * In a worker that takes no more connections: resolves when no other that is ending takes any either. Clients that are
 * told to come back on a new connection would reach one of those otherwise, just when it closes.
 */
export function othersClosed(): Promise<void> {
  const told = new Promise<void>((resolve) => {
    process.on('message', (message) => message === ALL_CLOSED && resolve());
    process.send!(CLOSED);
  });
  return Promise.race([told, delay(OTHERS_PATIENCE_MS, undefined, { ref: false })]);
}
