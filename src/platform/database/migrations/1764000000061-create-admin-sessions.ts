import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofAdmin } from './foreign-keys.js';

export class CreateAdminSessions1764000000061 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'admin_sessions', (types) => ({
      columns: {
        id: { ...types.id, isPrimary: true },
        adminId: { ...types.id },
        secretHash: { ...types.key(64) },
        createdAt: { ...types.integer },
        lastUsedAt: { ...types.integer },
        stepUpUntil: { ...types.integer },
        address: { ...types.label(64), isNullable: true },
        agent: { ...types.label(200), isNullable: true },
      },
      indices: [{ name: 'admin_sessions_admin', columnNames: ['adminId'] }],
      foreignKeys: [ofAdmin('admin_sessions')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'admin_sessions');
  }
}
