import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const INDEX = new TableIndex({ name: 'users_id', columnNames: ['organizationId', 'id'] });

/** The same columns as the primary key, but without the rows: whoever walks to a distant page reads much less. */
export class IndexUsersById1764000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const table = await runner.getTable('users');
    if (!table!.indices.some(({ name }) => name === INDEX.name)) await runner.createIndex('users', INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('users', INDEX);
  }
}
