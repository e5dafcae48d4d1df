import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { governedTable } from './resource-table.js';

export class CreateEntitlements1764000000013 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'entitlements', governedTable('entitlements'));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'entitlements');
  }
}
