import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateOrganizationSchemas1764000000010 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'organization_schemas', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        urnKey: { ...types.key(200), isPrimary: true },
        resourceType: { ...types.key(64) },
        document: { ...types.document },
        createdAt: { ...types.integer },
      },
      foreignKeys: [
        {
          name: 'organization_schemas_fk_organization',
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
    return dropTable(runner, 'organization_schemas');
  }
}
