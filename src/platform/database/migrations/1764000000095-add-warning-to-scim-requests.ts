import { newColumns } from './new-columns.js';
import { key, nullable } from './schema.js';

export class AddWarningToScimRequests1764000000095 extends newColumns('scim_requests', {
  warning: nullable(key(32)),
}) {}
