import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofAdmin } from './foreign-keys.js';

export class CreateAdminPasskeys1764000000063 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'admin_passkeys', (types) => ({
      columns: {
        id: { ...types.id, isPrimary: true },
        adminId: { ...types.id },
        label: { ...types.label(100) },
        credentialId: { ...types.key(1_400) },
        publicKey: { ...types.key(4_096) },
        counter: { ...types.integer },
        createdAt: { ...types.integer },
        lastUsedAt: { ...types.integer, isNullable: true },
      },
      indices: [
        { name: 'admin_passkeys_admin', columnNames: ['adminId'] },
        { name: 'admin_passkeys_credential', columnNames: ['credentialId'], isUnique: true },
      ],
      foreignKeys: [ofAdmin('admin_passkeys')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'admin_passkeys');
  }
}
