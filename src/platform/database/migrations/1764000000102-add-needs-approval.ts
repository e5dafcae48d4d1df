import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddNeedsApproval1764000000102 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'users', (types) => ({ needsApproval: { ...types.flag, default: 0 } }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'users', ['needsApproval']);
  }
}
