import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type Spread, tellSpread } from './tell-spread.js';

const SPREAD: readonly Spread[] = [
  ['key_rotations', 'sqlite_autoindex_key_rotations_1', '100 1 1'],
  ['key_rotation_keys', 'sqlite_autoindex_key_rotation_keys_1', '100000 50000 50000 1'],
];

export class TellSqliteTheSpreadOfKeyRotations1764000000085 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return tellSpread(runner, SPREAD);
  }

  async down(): Promise<void> {}
}
