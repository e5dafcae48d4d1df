import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateMembershipHistory1764000000041 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'membership_history', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        memberId: { ...types.id, isPrimary: true },
        sequence: { ...types.integer, isPrimary: true },
        time: { ...types.integer },
        groupId: { ...types.id },
        isAdded: { ...types.flag },
      },
      foreignKeys: [ofOrganization('membership_history')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'membership_history');
  }
}
