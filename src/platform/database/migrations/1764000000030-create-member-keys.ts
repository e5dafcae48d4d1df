import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofUser } from './foreign-keys.js';

export class CreateMemberKeys1764000000030 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'member_keys', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        userId: { ...types.id, isPrimary: true },
        recipient: { ...types.key(128) },
        recipientHash: { ...types.key(64) },
        protectedIdentity: { ...types.document },
        wrappedKey: { ...types.document, isNullable: true },
        keyVersion: { ...types.integer, isNullable: true },
        changedAt: { ...types.integer },
      },
      indices: [{ name: 'member_keys_recipient', columnNames: ['organizationId', 'recipient'], isUnique: true }],
      foreignKeys: [ofUser('member_keys')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'member_keys');
  }
}
