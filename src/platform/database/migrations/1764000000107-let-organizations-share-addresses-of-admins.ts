import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addIndex, dropIndex } from './new-index.js';
import { unique } from './schema.js';

/** Nobody learns who has an account elsewhere. The two indexes before hold what this one did within an organization. */
export class LetOrganizationsShareAddressesOfAdmins1764000000107 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, 'admins', 'admins_email');
  }

  async down(runner: QueryRunner): Promise<void> {
    await addIndex(runner, 'admins', 'admins_email', unique('emailKey'));
  }
}
