import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, TypeORMError } from 'typeorm';
import { Configuration } from '../config/configuration.js';
import { ClockCheck } from './clock-check.js';
import { ClockMark } from './clock-mark.js';
import { dataSourceOptions } from './data-source-options.js';
import { DatabaseConnectionError } from './database-errors.js';
import { dialectOfDataSource } from './dialect/dialect-of.js';
import { KeptTime } from './kept-time.entity.js';
import { Migrator } from './migrator.js';
import { UnitOfWork } from './unit-of-work.js';
import { WriteCheckRow } from './write-check.entity.js';
import { WriteCheck } from './write-check.js';

/** The connection, the unit of work on it and the migrations. Entities are those that modules name with `forFeature`. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Configuration],
      useFactory: (configuration: Configuration) => ({
        ...dataSourceOptions(configuration),
        autoLoadEntities: true,
        toRetry: () => false,
      }),
      dataSourceFactory: async (options) => {
        const dataSource = new DataSource(options!);
        const dialect = dialectOfDataSource(dataSource);
        await dataSource.initialize().catch((error: unknown) => {
          // An entity that is wrong is no matter of the connection.
          if (error instanceof TypeORMError) throw error;
          throw new DatabaseConnectionError(dialect.connectionAdvice(error), error);
        });
        dialect.prepare(dataSource);
        return dataSource;
      },
    }),
    TypeOrmModule.forFeature([KeptTime, WriteCheckRow]),
  ],
  providers: [UnitOfWork, Migrator, ClockMark, ClockCheck, WriteCheck],
  exports: [UnitOfWork, Migrator, ClockMark, ClockCheck, WriteCheck],
})
export class DatabaseModule {}
