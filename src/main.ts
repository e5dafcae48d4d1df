import { availableParallelism } from 'node:os';
import cluster from 'node:cluster';
import { ConfigurationError, loadConfiguration } from './platform/config/load-configuration.js';
import { DatabaseConnectionError } from './platform/database/database-errors.js';
import type { Configuration } from './platform/config/configuration.js';
import { serve } from './server.js';
import { superviseWorkers } from './workers.js';

async function main(): Promise<void> {
  const configuration: Configuration = loadConfiguration();
  const workers = configuration.WORKERS === 0 ? availableParallelism() : configuration.WORKERS;
  if (workers > 1 && cluster.isPrimary) await superviseWorkers(configuration, workers);
  else await serve(configuration);
}

main().catch((error: unknown) => {
  console.error(
    error instanceof ConfigurationError || error instanceof DatabaseConnectionError ? error.message : error,
  );
  process.exitCode = 1;
  process.exit();
});
