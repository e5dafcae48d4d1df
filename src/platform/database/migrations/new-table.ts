import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { pinCollation } from './pin-collation.js';
import { columnsOf, type Declaration } from './schema.js';

/** A migration that makes a table with all that belongs to it in one step, unless an interrupted run has made it already. */
export function newTable(name: string, declaration: Declaration): new () => MigrationInterface {
  const { columns, indexes = {}, belongsTo = [] } = declaration;
  return class {
    async up(runner: QueryRunner): Promise<void> {
      const table = new Table({
        name,
        engine: 'InnoDB',
        columns: columnsOf(runner, columns),
        indices: Object.entries(indexes).map(([indexName, each]) => ({ ...each, name: indexName })),
        foreignKeys: belongsTo.map((foreignKey) => foreignKey(name)),
      });
      await runner.createTable(table, true);
      await pinCollation(runner, name);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.dropTable(name, true);
    }
  };
}
