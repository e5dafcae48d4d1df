import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofOrganization } from './foreign-keys.js';

export class CreateIgnoredNames1764000000191 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'ignored_names', (types) => ({
      columns: {
        organizationId: { ...types.id, isPrimary: true },
        resourceType: { ...types.key(64), isPrimary: true },
        nameKey: { ...types.key(400), isPrimary: true },
        name: { ...types.key(400) },
        since: { ...types.integer },
        last: { ...types.integer },
        requests: { ...types.integer },
        keyId: { ...types.key(16) },
        isHidden: { ...types.flag },
      },
      foreignKeys: [ofOrganization('ignored_names')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'ignored_names');
  }
}
