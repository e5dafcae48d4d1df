import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofApplicationKey } from './foreign-keys.js';

export class CreateSettledSecurityEvents1764000000052 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'settled_security_events', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        keyId: { ...types.key(16), isPrimary: true },
        sequence: { ...types.integer, isPrimary: true },
      },
      foreignKeys: [ofApplicationKey('settled_security_events')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'settled_security_events');
  }
}
