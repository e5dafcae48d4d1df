import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddMembershipOfUsers1764000000025 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'users', (types) => ({
      isAdmin: { ...types.flag, default: 0 },
      isProvisioned: { ...types.flag, default: 1 },
      provenAddress: { ...types.label(320), isNullable: true },
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'users', ['isAdmin', 'isProvisioned', 'provenAddress']);
  }
}
