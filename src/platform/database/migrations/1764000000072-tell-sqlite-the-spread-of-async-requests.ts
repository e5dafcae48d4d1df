import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type Spread, tellSpread } from './tell-spread.js';

const SPREAD: readonly Spread[] = [
  ['async_queues', 'sqlite_autoindex_async_queues_1', '1000 1'],
  ['async_queues', 'async_queues_due', '1000 5 1'],
  ['async_requests', 'sqlite_autoindex_async_requests_1', '10000 100 1'],
];

export class TellSqliteTheSpreadOfAsyncRequests1764000000072 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return tellSpread(runner, SPREAD);
  }

  async down(): Promise<void> {}
}
