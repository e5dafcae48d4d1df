import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddExpiryToldToScimKeys1764000000091 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'scim_keys', (types) => ({ expiryToldDays: { ...types.integer, isNullable: true } }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'scim_keys', ['expiryToldDays']);
  }
}
