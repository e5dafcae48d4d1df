import cluster from 'node:cluster';
import type { Configuration } from './config/configuration.js';
import { migrateOnce } from './cli/application.js';

/**
 * One listener, several processes. The schema is migrated before the first of them starts; one that dies is replaced,
 * unless none ever got as far as listening.
 */
export async function superviseWorkers(configuration: Configuration, count: number): Promise<void> {
  await migrateOnce(configuration);
  let ending = false;
  let hasListened = false;
  cluster.on('listening', () => (hasListened = true));
  cluster.on('exit', (worker, code) => {
    if (!ending && hasListened) return void cluster.fork();
    if (!ending) process.exitCode = code || 1;
    ending = true;
    for (const other of Object.values(cluster.workers ?? {})) if (other !== worker) other?.process.kill('SIGTERM');
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      ending = true;
      for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
    });
  }
  for (let index = 0; index < count; index += 1) cluster.fork();
}
