import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { addIndex } from './add-index.js';

const INDEX = new TableIndex({ name: 'admins_address', columnNames: ['emailKey', 'organizationId'], isUnique: true });

/** Holds the accounts of organizations that an older version makes too, which knows no `organizationKey`. */
export class IndexAddressesOfAdmins1764000000106 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addIndex(runner, 'admins', INDEX);
  }

  down(runner: QueryRunner): Promise<void> {
    return runner.dropIndex('admins', INDEX);
  }
}
