import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateApplicationKeys1764000000050 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'application_keys', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        id: { ...types.key(16), isPrimary: true },
        label: { ...types.label(100) },
        secretHash: { ...types.key(64) },
        createdAt: { ...types.integer },
        expiresAt: { ...types.integer },
        revokedAt: { ...types.integer, isNullable: true },
        lastUsedAt: { ...types.integer, isNullable: true },
      },
      indices: [{ name: 'application_keys_id', columnNames: ['id'], isUnique: true }],
      foreignKeys: [ofOrganization('application_keys')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'application_keys');
  }
}
