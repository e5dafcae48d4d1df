import { newSpread } from './tell-spread.js';

export class TellSqliteTheSpreadOfWebhooks1764000000047 extends newSpread([
  ['webhook_endpoints', 'sqlite_autoindex_webhook_endpoints_1', '20000 5 1'],
  ['webhook_endpoints', 'webhook_endpoints_due', '20000 10000 10 1 1 1'],
  ['webhook_deliveries', 'sqlite_autoindex_webhook_deliveries_1', '1000000 5000 1000 1'],
]) {}
