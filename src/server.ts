import cluster from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AdminsService } from './access/admins/admins.service.js';
import { AppModule } from './app.module.js';
import { setUp } from './app.setup.js';
import type { Configuration } from './platform/config/configuration.js';
import { Migrator } from './platform/database/migrator.js';
import { HttpAdapter } from './web/http-adapter.js';
import { Log } from './platform/observability/log.js';
import { Shutdown } from './platform/observability/shutdown.js';
import { StartLogger } from './platform/observability/start-logger.js';
import { ServerSecret } from './platform/secrets/server-secret.js';
import { othersClosed } from './workers.js';

/** Migrates, listens, and ends in order at SIGTERM or SIGINT. */
export async function serve(configuration: Configuration): Promise<void> {
  const app = await createApp(configuration);
  const logger = app.get(Log);
  const ran = await app.get(Migrator).migrate();
  for (const name of ran) logger.log(`Migrated: ${name}`);
  await app.get(ServerSecret).get();
  app.flushLogs();
  await app.listen(configuration.PORT, configuration.HOST);
  logger.log(`Listening on ${await app.getUrl()}, reached by clients at ${configuration.PUBLIC_URL}`);
  const setUpUrl = await app.get(AdminsService).setUpUrl();
  if (setUpUrl) logger.log(`Set up Muster in a browser: ${setUpUrl}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void drain(app, configuration, logger));
  }
}

/** The application, not yet listening. */
export async function createApp(configuration: Configuration): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(configuration), new HttpAdapter(), {
    bodyParser: false,
    logger: new StartLogger({ logLevels: ['warn', 'error', 'fatal'] }),
    bufferLogs: true,
    abortOnError: false,
  });
  setUp(app);
  await app.init();
  app.useLogger(app.get(Log));
  return app;
}

/**
 * Not ready first, so that load balancers turn away; then no new connections, while the open ones are answered to
 * their end; then the database. A signal that comes again, as from a service manager and a primary, changes nothing.
 */
async function drain(app: NestExpressApplication, { SHUTDOWN_DELAY }: Configuration, logger: Log): Promise<void> {
  const shutdown = app.get(Shutdown);
  if (shutdown.isDraining) return;
  shutdown.drain();
  logger.log('Shutting down: requests under way are answered');
  await delay(SHUTDOWN_DELAY);
  const adapter = app.getHttpAdapter() as HttpAdapter;
  adapter.closeListener();
  if (cluster.isWorker) await othersClosed();
  shutdown.close();
  await adapter.endConnections();
  await app.close();
  process.exit(0);
}
