import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateScimKeys1764000000004 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'scim_keys', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        id: { ...types.key(16), isPrimary: true },
        label: { ...types.label(100) },
        profile: { ...types.key(16) },
        secretHash: { ...types.key(64) },
        createdAt: { ...types.integer },
        expiresAt: { ...types.integer },
        retiresAt: { ...types.integer, isNullable: true },
        revokedAt: { ...types.integer, isNullable: true },
        lastUsedAt: { ...types.integer, isNullable: true },
        lastUsedFrom: { ...types.label(64), isNullable: true },
        lastUsedBy: { ...types.label(200), isNullable: true },
      },
      indices: [{ name: 'scim_keys_id', columnNames: ['id'], isUnique: true }],
      foreignKeys: [
        {
          name: 'scim_keys_fk_organization',
          columnNames: ['organizationId'],
          referencedTableName: 'organizations',
          referencedColumnNames: ['id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
      ],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'scim_keys');
  }
}
