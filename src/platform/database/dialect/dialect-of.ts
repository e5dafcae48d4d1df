import type { DataSource } from 'typeorm';
import type { Dialect } from './dialect.js';
import { MysqlDialect } from './mysql.dialect.js';
import { SqliteDialect } from './sqlite.dialect.js';

export function dialectOf(url: string): Dialect {
  return url.startsWith('sqlite:') ? new SqliteDialect() : new MysqlDialect();
}

export function dialectOfDataSource({ options }: Pick<DataSource, 'options'>): Dialect {
  return dialectOf(options.type === 'better-sqlite3' ? 'sqlite:' : 'mysql:');
}
