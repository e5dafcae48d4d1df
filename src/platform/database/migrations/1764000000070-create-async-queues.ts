import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateAsyncQueues1764000000070 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'async_queues', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        lastSequence: { ...types.integer },
        waiting: { ...types.integer },
        bytes: { ...types.integer },
        dueAt: { ...types.integer, isNullable: true },
        leasedBy: { ...types.key(64), isNullable: true },
      },
      indices: [{ name: 'async_queues_due', columnNames: ['dueAt', 'organizationId'] }],
      foreignKeys: [ofOrganization('async_queues')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'async_queues');
  }
}
