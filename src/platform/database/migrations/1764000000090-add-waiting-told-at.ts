import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddWaitingToldAt1764000000090 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'organizations', (types) => ({ waitingToldAt: { ...types.integer, isNullable: true } }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'organizations', ['waitingToldAt']);
  }
}
