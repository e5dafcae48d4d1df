import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofKeyRotation } from './foreign-keys.js';

export class CreateKeyRotationKeys1764000000084 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'key_rotation_keys', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        rotationId: { ...types.id, isPrimary: true },
        userId: { ...types.id, isPrimary: true },
        recipientHash: { ...types.key(64) },
        wrappedKey: { ...types.document },
      },
      foreignKeys: [ofKeyRotation('key_rotation_keys')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'key_rotation_keys');
  }
}
