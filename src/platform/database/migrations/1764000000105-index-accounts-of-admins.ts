import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addIndex } from './add-index.js';

const INDEX = new TableIndex({ name: 'admins_account', columnNames: ['emailKey', 'organizationKey'], isUnique: true });

/** An address has one account in each organization, and one of an operator. */
export class IndexAccountsOfAdmins1764000000105 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addIndex(runner, 'admins', INDEX);
  }

  down(runner: QueryRunner): Promise<void> {
    return runner.dropIndex('admins', INDEX);
  }
}
