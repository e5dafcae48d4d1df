import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addIndex } from './add-index.js';

const INDEX = new TableIndex({ name: 'admins_email', columnNames: ['emailKey'], isUnique: true });

/** Nobody learns who has an account elsewhere. The two indexes before hold what this one did within an organization. */
export class LetOrganizationsShareAddressesOfAdmins1764000000107 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { indices } = (await runner.getTable('admins'))!;
    if (indices.some(({ name }) => name === INDEX.name)) await runner.dropIndex('admins', INDEX);
  }

  down(runner: QueryRunner): Promise<void> {
    return addIndex(runner, 'admins', INDEX);
  }
}
