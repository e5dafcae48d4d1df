import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateLinks1764000000027 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'links', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        id: { ...types.id, isPrimary: true },
        purpose: { ...types.key(16) },
        userId: { ...types.id },
        address: { ...types.label(320) },
        inviter: { ...types.label(200), isNullable: true },
        tokenHash: { ...types.key(64) },
        createdAt: { ...types.integer },
        expiresAt: { ...types.integer },
        usedAt: { ...types.integer, isNullable: true },
        voidedAt: { ...types.integer, isNullable: true },
        voidedBecause: { ...types.key(16), isNullable: true },
      },
      indices: [{ name: 'links_user', columnNames: ['organizationId', 'userId', 'purpose'] }],
      foreignKeys: [ofOrganization('links')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'links');
  }
}
