import { newSpread } from './tell-spread.js';

export class TellSqliteTheSpreadOfRequests1764000000044 extends newSpread([
  ['scim_requests', 'sqlite_autoindex_scim_requests_1', '1000000 100000 1'],
  ['scim_requests', 'scim_requests_search', '1000000 100000 1 1 1 1'],
  ['scim_requests', 'scim_requests_requestId', '1000000 100000 1'],
  ['scim_requests', 'scim_requests_resource', '1000000 100000 10 1'],
  ['membership_history', 'sqlite_autoindex_membership_history_1', '1000000 100000 10 1'],
  ['key_log', 'key_log_user', '1000000 100000 5 1'],
]) {}
