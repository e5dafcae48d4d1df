import type { DataSourceOptions } from 'typeorm';
import type { Configuration } from '../config/configuration.js';
import { setColumnTypes } from './columns.js';
import { dialectOf } from './dialect/dialect-of.js';
import { allMigrations } from './feature-migrations.js';

/**
 * The one connection definition, for the server, the command line and `ormconfig.ts`.
 * @param entities classes, or patterns of their files
 */
export function dataSourceOptions(
  configuration: Configuration,
  entities: readonly (Function | string)[] = [],
): DataSourceOptions {
  const dialect = dialectOf(configuration.DATABASE_URL);
  setColumnTypes(dialect.columnTypes);
  return {
    ...dialect.options(configuration),
    entities: [...entities],
    migrations: allMigrations(),
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'none',
    synchronize: false,
    logging: false,
  };
}
