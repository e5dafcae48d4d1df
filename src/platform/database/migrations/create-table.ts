import {
  type QueryRunner,
  Table,
  type TableColumnOptions,
  type TableForeignKeyOptions,
  type TableIndexOptions,
} from 'typeorm';
import { dialectOfDataSource } from '../dialect/dialect-of.js';
import type { ColumnTypes } from '../dialect/dialect.js';
import { pinCollation } from './pin-collation.js';

export interface TableDefinition {
  columns: Record<string, Omit<TableColumnOptions, 'name' | 'type' | 'length'> & ColumnTypes['id']>;
  indices?: TableIndexOptions[];
  foreignKeys?: TableForeignKeyOptions[];
}

/** Creates a table with all that belongs to it in one step, unless an interrupted run has made it already. */
export async function createTable(
  runner: QueryRunner,
  name: string,
  define: (types: ColumnTypes) => TableDefinition,
): Promise<void> {
  const { columns, indices, foreignKeys } = define(dialectOfDataSource(runner.connection).columnTypes);
  const table = new Table({
    name,
    engine: 'InnoDB',
    columns: Object.entries(columns).map(([column, { length, type, ...options }]) => ({
      ...options,
      name: column,
      type: String(type),
      length: length === undefined ? undefined : String(length),
    })),
    indices,
    foreignKeys,
  });
  await runner.createTable(table, true);
  await pinCollation(runner, name);
}

export async function dropTable(runner: QueryRunner, name: string): Promise<void> {
  await runner.dropTable(name, true);
}
