import type { QueryRunner, TableIndex } from 'typeorm';

/** Adds an index that is not there yet. */
export async function addIndex(runner: QueryRunner, table: string, index: TableIndex): Promise<void> {
  const { indices } = (await runner.getTable(table))!;
  if (!indices.some(({ name }) => name === index.name)) await runner.createIndex(table, index);
}
