import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateOrganizationKeys1764000000029 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'organization_keys', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        version: { ...types.integer, isPrimary: true },
        recipient: { ...types.key(128) },
        createdAt: { ...types.integer },
      },

      foreignKeys: [ofOrganization('organization_keys')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'organization_keys');
  }
}
