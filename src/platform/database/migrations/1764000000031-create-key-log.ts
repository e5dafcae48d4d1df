import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateKeyLog1764000000031 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'key_log', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        sequence: { ...types.integer, isPrimary: true },
        time: { ...types.integer },
        kind: { ...types.key(32) },
        userId: { ...types.id },
        recipient: { ...types.key(128) },
        keyVersion: { ...types.integer, isNullable: true },
        previousHash: { ...types.key(64) },
        hash: { ...types.key(64) },
      },

      foreignKeys: [ofOrganization('key_log')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'key_log');
  }
}
