import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofApplicationKey } from './foreign-keys.js';

export class CreateSecurityEventReceivers1764000000051 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'security_event_receivers', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        keyId: { ...types.key(16), isPrimary: true },
        settledTo: { ...types.integer },
      },
      foreignKeys: [ofApplicationKey('security_event_receivers')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'security_event_receivers');
  }
}
