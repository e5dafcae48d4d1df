import type { DataSourceOptions, EntitySchema } from 'typeorm';
import type { Configuration } from '../config/configuration.js';
import type { ColumnTypes } from './dialect/dialect.js';
import { dialectOf } from './dialect/dialect-of.js';
import { migrations } from './migrations/index.js';

/** Describes a table for one database; each module that keeps rows has one a table. */
export type EntityDefinition = (types: ColumnTypes) => EntitySchema;

/** The one connection definition, for the server, the command line and `ormconfig.ts`. */
export function dataSourceOptions(
  configuration: Configuration,
  entities: readonly EntityDefinition[],
): DataSourceOptions {
  const dialect = dialectOf(configuration.DATABASE_URL);
  return {
    ...dialect.options(configuration.DATABASE_URL),
    entities: entities.map((entity) => entity(dialect.columnTypes)),
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'none',
    synchronize: false,
    logging: false,
  };
}
