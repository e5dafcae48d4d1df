import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';

export class CreateWebhookDeliveries1764000000046 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'webhook_deliveries', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        endpointId: { ...types.id, isPrimary: true },
        id: { ...types.id, isPrimary: true },
        eventId: { ...types.id },
        sequence: { ...types.integer, isNullable: true },
        attempt: { ...types.integer },
        time: { ...types.integer },
        durationMs: { ...types.integer },
        status: { ...types.integer, isNullable: true },
        error: { ...types.label(200), isNullable: true },
        answer: { ...types.label(1_000), isNullable: true },
      },
      foreignKeys: [
        {
          name: 'webhook_deliveries_fk_endpoint',
          columnNames: ['organizationId', 'endpointId'],
          referencedTableName: 'webhook_endpoints',
          referencedColumnNames: ['organizationId', 'id'],
          onDelete: 'CASCADE',
          onUpdate: 'CASCADE',
        },
      ],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'webhook_deliveries');
  }
}
