import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const INDEX = new TableIndex({ name: 'key_log_user', columnNames: ['organizationId', 'userId', 'sequence'] });

/** For what happened to the keys of one person. */
export class IndexKeyLogByUser1764000000043 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const table = await runner.getTable('key_log');
    if (!table!.indices.some(({ name }) => name === INDEX.name)) await runner.createIndex('key_log', INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('key_log', INDEX);
  }
}
