import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const INDEX = new TableIndex({ name: 'users_status', columnNames: ['organizationId', 'status', 'id'] });

/** For lists of those who wait, and for counting seats. */
export class IndexUsersByStatus1764000000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const table = await runner.getTable('users');
    if (!table!.indices.some(({ name }) => name === INDEX.name)) await runner.createIndex('users', INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('users', INDEX);
  }
}
