import { newSpread } from './tell-spread.js';

export class TellSqliteTheSpreadOfKeyRotations1764000000085 extends newSpread([
  ['key_rotations', 'sqlite_autoindex_key_rotations_1', '100 1 1'],
  ['key_rotation_keys', 'sqlite_autoindex_key_rotation_keys_1', '100000 50000 50000 1'],
]) {}
