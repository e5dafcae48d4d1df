import type { QueryRunner } from 'typeorm';
import { dialectOfDataSource } from '../dialect/dialect-of.js';

/**
 * Gives a table the collation of Muster and not the default of the server on which it is made: MariaDB does not know MySQL's, and a
 * dump should load on either. Columns name their own.
 */
export async function pinCollation(runner: QueryRunner, table: string): Promise<void> {
  if (dialectOfDataSource(runner.connection).name !== 'mysql') return;
  await runner.query(`ALTER TABLE ${table} DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
}
