import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddHashToEvents1764000000035 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'events', (types) => ({ hash: { ...types.key(64), isNullable: true } }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'events', ['hash']);
  }
}
