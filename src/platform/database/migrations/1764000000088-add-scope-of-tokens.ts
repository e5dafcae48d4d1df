import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addColumns, dropColumns } from './add-columns.js';

export class AddScopeOfTokens1764000000088 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addColumns(runner, 'admin_tokens', (types) => ({ scope: { ...types.key(16), isNullable: true } }));
  }

  down(runner: QueryRunner): Promise<void> {
    return dropColumns(runner, 'admin_tokens', ['scope']);
  }
}
