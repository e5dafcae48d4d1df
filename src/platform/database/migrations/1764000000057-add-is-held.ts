import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddIsHeld1764000000057 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'users', (types) => ({ isHeld: { ...types.flag, default: 0 } }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'users', ['isHeld']);
  }
}
