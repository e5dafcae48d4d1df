import { type QueryRunner, TableColumn, type TableColumnOptions } from 'typeorm';
import { dialectOfDataSource } from '../dialect/dialect-of.js';
import type { ColumnTypes } from '../dialect/dialect.js';

type Columns = Record<string, Omit<TableColumnOptions, 'name' | 'type' | 'length'> & ColumnTypes['id']>;

/**
 * Adds columns that are not there yet, one at a time, because a run may be interrupted between them. In plain SQL:
 * TypeORM would make the table anew on SQLite, and with it lose every row that refers to it.
 */
export async function addColumns(
  runner: QueryRunner,
  table: string,
  define: (types: ColumnTypes) => Columns,
): Promise<void> {
  const columns = Object.entries(define(dialectOfDataSource(runner.connection).columnTypes));
  for (const [name, { type, length, ...options }] of columns) {
    if (await runner.hasColumn(table, name)) continue;
    const column = new TableColumn({
      ...options,
      name,
      type: String(type),
      length: length ? String(length) : undefined,
    });
    await runner.query(`ALTER TABLE ${table} ADD COLUMN ${definition(column)}`);
  }
}

export async function dropColumns(runner: QueryRunner, table: string, names: readonly string[]): Promise<void> {
  for (const name of names)
    if (await runner.hasColumn(table, name)) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
}

function definition({ name, type, length, charset, collation, isNullable, default: value }: TableColumn): string {
  return [
    name,
    length ? `${type}(${length})` : type,
    charset && `CHARACTER SET ${charset}`,
    collation && `COLLATE ${collation}`,
    isNullable ? 'NULL' : 'NOT NULL',
    value !== undefined && `DEFAULT ${value}`,
  ]
    .filter(Boolean)
    .join(' ');
}
