import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { ofAdmin } from './foreign-keys.js';

export class CreateAdminKnownClients1764000000087 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'admin_known_clients', (types) => ({
      columns: {
        adminId: { ...types.id, isPrimary: true },
        name: { ...types.key(64), isPrimary: true },
        lastUsedAt: { ...types.integer },
      },
      foreignKeys: [ofAdmin('admin_known_clients')],
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'admin_known_clients');
  }
}
