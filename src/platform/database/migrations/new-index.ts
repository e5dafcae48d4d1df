import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import type { Index } from './schema.js';

/** A migration that adds an index to a table. */
export function newIndex(table: string, name: string, columns: Index): new () => MigrationInterface {
  return class {
    async up(runner: QueryRunner): Promise<void> {
      await addIndex(runner, table, name, columns);
    }

    async down(runner: QueryRunner): Promise<void> {
      await dropIndex(runner, table, name);
    }
  };
}

/** Adds an index that is not there yet. */
export async function addIndex(runner: QueryRunner, table: string, name: string, columns: Index): Promise<void> {
  if (!(await hasIndex(runner, table, name))) await runner.createIndex(table, new TableIndex({ ...columns, name }));
}

export async function dropIndex(runner: QueryRunner, table: string, name: string): Promise<void> {
  if (await hasIndex(runner, table, name)) await runner.dropIndex(table, name);
}

async function hasIndex(runner: QueryRunner, table: string, index: string): Promise<boolean> {
  const { indices } = (await runner.getTable(table))!;
  return indices.some(({ name }) => name === index);
}
