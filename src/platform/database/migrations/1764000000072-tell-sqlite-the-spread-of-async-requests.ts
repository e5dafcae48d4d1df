import { newSpread } from './tell-spread.js';

export class TellSqliteTheSpreadOfAsyncRequests1764000000072 extends newSpread([
  ['async_queues', 'sqlite_autoindex_async_queues_1', '1000 1'],
  ['async_queues', 'async_queues_due', '1000 5 1'],
  ['async_requests', 'sqlite_autoindex_async_requests_1', '10000 100 1'],
]) {}
