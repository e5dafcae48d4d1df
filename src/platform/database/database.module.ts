import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Configuration } from '../config/configuration.js';
import { ClockCheck } from './clock-check.js';
import { ClockMark } from './clock-mark.js';
import { dataSourceOptions } from './data-source-options.js';
import { dialectOfDataSource } from './dialect/dialect-of.js';
import { Migrator } from './migrator.js';
import { UnitOfWork } from './unit-of-work.js';
import { WriteCheck } from './write-check.js';

/** The connection, the unit of work on it and the migrations. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(entities: readonly Function[]): DynamicModule {
    const connection = TypeOrmModule.forRootAsync({
      inject: [Configuration],
      useFactory: (configuration: Configuration) => ({
        ...dataSourceOptions(configuration, entities),
        retryAttempts: 0,
      }),
      dataSourceFactory: async (options) => {
        const dataSource = await new DataSource(options!).initialize();
        dialectOfDataSource(dataSource).prepare(dataSource);
        return dataSource;
      },
    });
    return {
      module: DatabaseModule,
      imports: [connection],
      providers: [UnitOfWork, Migrator, ClockMark, ClockCheck, WriteCheck],
      exports: [UnitOfWork, Migrator, ClockMark, ClockCheck, WriteCheck],
    };
  }
}
