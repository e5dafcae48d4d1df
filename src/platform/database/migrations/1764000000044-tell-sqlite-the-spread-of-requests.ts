import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type Spread, tellSpread } from './tell-spread.js';

const SPREAD: readonly Spread[] = [
  ['scim_requests', 'sqlite_autoindex_scim_requests_1', '1000000 100000 1'],
  ['scim_requests', 'scim_requests_search', '1000000 100000 1 1 1 1'],
  ['scim_requests', 'scim_requests_requestId', '1000000 100000 1'],
  ['scim_requests', 'scim_requests_resource', '1000000 100000 10 1'],
  ['membership_history', 'sqlite_autoindex_membership_history_1', '1000000 100000 10 1'],
  ['key_log', 'key_log_user', '1000000 100000 5 1'],
];

export class TellSqliteTheSpreadOfRequests1764000000044 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return tellSpread(runner, SPREAD);
  }

  async down(): Promise<void> {}
}
