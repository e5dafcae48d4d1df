import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { type Columns, columnsOf } from './schema.js';

/** A migration that adds columns to a table. */
export function newColumns(table: string, columns: Columns): new () => MigrationInterface {
  return class {
    async up(runner: QueryRunner): Promise<void> {
      await addColumns(runner, table, columns);
    }

    async down(runner: QueryRunner): Promise<void> {
      await dropColumns(runner, table, Object.keys(columns));
    }
  };
}

/**
 * Adds columns that are not there yet, one at a time, because a run may be interrupted between them. In plain SQL:
 * TypeORM would make the table again on SQLite, and with it lose every row that refers to it.
 */
export async function addColumns(runner: QueryRunner, table: string, columns: Columns): Promise<void> {
  for (const column of columnsOf(runner, columns).map((options) => new TableColumn(options)))
    if (!(await runner.hasColumn(table, column.name)))
      await runner.query(`ALTER TABLE ${table} ADD COLUMN ${definition(column)}`);
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
