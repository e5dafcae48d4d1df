import { newSpread } from './tell-spread.js';

export class TellSqliteTheSpreadOfOnboarding1764000000032 extends newSpread([
  ['users', 'users_status', '1000000 100000 25000 1'],
  ['links', 'sqlite_autoindex_links_1', '1000000 100000 1'],
  ['links', 'links_user', '1000000 100000 2 1'],
  ['sessions', 'sqlite_autoindex_sessions_1', '100000 10000 1'],
  ['sessions', 'sessions_user', '100000 10000 3'],
  ['member_keys', 'sqlite_autoindex_member_keys_1', '1000000 100000 1'],
  ['member_keys', 'member_keys_recipient', '1000000 100000 1'],
  ['key_log', 'sqlite_autoindex_key_log_1', '1000000 100000 1'],
]) {}
