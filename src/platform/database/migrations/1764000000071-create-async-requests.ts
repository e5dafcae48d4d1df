import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateAsyncRequests1764000000071 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'async_requests', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        sequence: { ...types.integer, isPrimary: true },
        id: { ...types.id },
        createdAt: { ...types.integer },
        keyId: { ...types.key(16) },
        requestId: { ...types.key(64) },
        bytes: { ...types.integer },
        states: { ...types.key(1_000) },
        payload: { ...types.document },
      },
      foreignKeys: [ofOrganization('async_requests')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'async_requests');
  }
}
