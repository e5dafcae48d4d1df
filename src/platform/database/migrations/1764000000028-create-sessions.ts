import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofUser } from './foreign-keys.js';

export class CreateSessions1764000000028 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'sessions', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        id: { ...types.id, isPrimary: true },
        userId: { ...types.id },
        secretHash: { ...types.key(64) },
        createdAt: { ...types.integer },
        expiresAt: { ...types.integer },
      },
      indices: [{ name: 'sessions_user', columnNames: ['organizationId', 'userId'] }],
      foreignKeys: [ofUser('sessions')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'sessions');
  }
}
