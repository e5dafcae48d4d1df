import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateChallenges1764000000033 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'challenges', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        answerHash: { ...types.key(64), isPrimary: true },
        recipient: { ...types.key(128) },
        expiresAt: { ...types.integer },
      },
      indices: [{ name: 'challenges_expiresAt', columnNames: ['organizationId', 'expiresAt'] }],
      foreignKeys: [ofOrganization('challenges')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'challenges');
  }
}
