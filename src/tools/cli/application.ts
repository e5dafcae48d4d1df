import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Configuration } from '../../platform/config/configuration.js';
import { loadConfiguration } from '../../platform/config/load-configuration.js';
import { Migrator } from '../../platform/database/migrator.js';
import { StartLogger } from '../../platform/observability/start-logger.js';
import { CliModule } from './cli.module.js';

/** Runs work with the application's services on the configured database, whose schema is brought up to date first. */
export async function withApplication<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  return inContext(loadConfiguration(), async (app) => {
    await app.get(Migrator).migrate();
    return work(app);
  });
}

/** Opens the database and leaves its schema as it is. */
export function withDatabase<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
  return inContext(loadConfiguration(), work);
}

export async function migrateOnce(configuration: Configuration): Promise<string[]> {
  return inContext(configuration, (app) => app.get(Migrator).migrate());
}

async function inContext<T>(
  configuration: Configuration,
  work: (app: INestApplicationContext) => Promise<T>,
): Promise<T> {
  const app = await NestFactory.createApplicationContext(CliModule.forRoot(configuration), {
    logger: new StartLogger({ logLevels: ['error', 'fatal'] }),
    abortOnError: false,
  });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
