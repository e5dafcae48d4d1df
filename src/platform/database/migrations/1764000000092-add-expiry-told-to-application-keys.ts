import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddExpiryToldToApplicationKeys1764000000092 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'application_keys', (types) => ({
      expiryToldDays: { ...types.integer, isNullable: true },
    }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'application_keys', ['expiryToldDays']);
  }
}
