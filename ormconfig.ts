import { DataSource } from 'typeorm';
import './src/features.js';
import { loadConfiguration } from './src/platform/config/load-configuration.js';
import { dataSourceOptions } from './src/platform/database/data-source-options.js';

/** For TypeORM's own command line: `npm run typeorm -- migration:show`. */
export default new DataSource(dataSourceOptions(loadConfiguration(), ['src/**/*.entity.ts']));
