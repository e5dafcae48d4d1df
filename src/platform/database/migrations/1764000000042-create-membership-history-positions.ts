import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateMembershipHistoryPositions1764000000042 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'membership_history_positions', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        lastSequence: { ...types.integer },
      },
      foreignKeys: [ofOrganization('membership_history_positions')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'membership_history_positions');
  }
}
