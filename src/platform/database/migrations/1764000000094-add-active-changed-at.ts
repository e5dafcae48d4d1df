import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddActiveChangedAt1764000000094 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'users', (types) => ({ activeChangedAt: { ...types.integer, isNullable: true } }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'users', ['activeChangedAt']);
  }
}
