import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateWebhookEndpoints1764000000045 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'webhook_endpoints', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        id: { ...types.id, isPrimary: true },
        label: { ...types.label(100) },
        url: { ...types.label(2_048) },
        types: { ...types.label(2_000), isNullable: true },
        format: { ...types.key(32) },
        isEnabled: { ...types.flag },
        disabledBecause: { ...types.key(16), isNullable: true },
        secretVersion: { ...types.integer },
        previousSecretUntil: { ...types.integer, isNullable: true },
        createdAt: { ...types.integer },
        lastSequence: { ...types.integer },
        attempts: { ...types.integer },
        failingSince: { ...types.integer, isNullable: true },
        lastError: { ...types.label(200), isNullable: true },
        lastDeliveredAt: { ...types.integer, isNullable: true },
        dueAt: { ...types.integer },
        leasedBy: { ...types.key(64), isNullable: true },
      },
      indices: [
        { name: 'webhook_endpoints_due', columnNames: ['isEnabled', 'dueAt', 'organizationId', 'id', 'lastSequence'] },
      ],
      foreignKeys: [ofOrganization('webhook_endpoints')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'webhook_endpoints');
  }
}
