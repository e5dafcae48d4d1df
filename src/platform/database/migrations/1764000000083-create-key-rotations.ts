import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateKeyRotations1764000000083 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'key_rotations', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        id: { ...types.id, isPrimary: true },
        userId: { ...types.id },
        recipient: { ...types.key(128) },
        keyVersion: { ...types.integer },
        expiresAt: { ...types.integer },
      },
      foreignKeys: [ofOrganization('key_rotations')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'key_rotations');
  }
}
