import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

/** With a default, so that accounts that an older version makes have one too. */
export class AddOrganizationKeyOfAdmins1764000000103 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'admins', (types) => ({
      organizationKey: { ...types.key(36), isNullable: true, default: "''" },
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'admins', ['organizationKey']);
  }
}
