import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { tellSpread } from './tell-spread.js';

const INDEX = new TableIndex({ name: 'users_provenAddress', columnNames: ['organizationId', 'provenAddress'] });

/** For people who sign in by an address that SCIM does not show any more. */
export class IndexUsersByProvenAddress1764000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const table = await runner.getTable('users');
    if (!table!.indices.some(({ name }) => name === INDEX.name)) await runner.createIndex('users', INDEX);
    await tellSpread(runner, [['users', INDEX.name!, '1000000 100000 2']]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('users', INDEX);
  }
}
