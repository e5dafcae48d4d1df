import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofAdmin } from './foreign-keys.js';

export class CreateAdminChallenges1764000000064 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'admin_challenges', (types) => ({
      columns: {
        hash: { ...types.key(64), isPrimary: true },
        adminId: { ...types.id, isNullable: true },
        expiresAt: { ...types.integer },
      },
      indices: [
        { name: 'admin_challenges_admin', columnNames: ['adminId'] },
        { name: 'admin_challenges_expiresAt', columnNames: ['expiresAt'] },
      ],
      foreignKeys: [ofAdmin('admin_challenges')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'admin_challenges');
  }
}
