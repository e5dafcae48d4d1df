import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofAdmin } from './foreign-keys.js';

export class CreateAdminTokens1764000000062 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'admin_tokens', (types) => ({
      columns: {
        id: { ...types.key(16), isPrimary: true },
        adminId: { ...types.id },
        label: { ...types.label(100) },
        secretHash: { ...types.key(64) },
        createdAt: { ...types.integer },
        expiresAt: { ...types.integer },
        lastUsedAt: { ...types.integer, isNullable: true },
      },
      indices: [{ name: 'admin_tokens_admin', columnNames: ['adminId'] }],
      foreignKeys: [ofAdmin('admin_tokens')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'admin_tokens');
  }
}
