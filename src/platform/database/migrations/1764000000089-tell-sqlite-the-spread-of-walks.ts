import { newSpread } from './tell-spread.js';

export class TellSqliteTheSpreadOfWalks1764000000089 extends newSpread([
  ['walks', 'sqlite_autoindex_walks_1', '10000 100 20 1'],
  ['walks', 'walks_expiresAt', '10000 1'],
]) {}
