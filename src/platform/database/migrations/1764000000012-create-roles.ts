import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTable, dropTable } from './create-table.js';
import { governedTable } from './resource-table.js';

export class CreateRoles1764000000012 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return createTable(runner, 'roles', governedTable('roles'));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropTable(runner, 'roles');
  }
}
