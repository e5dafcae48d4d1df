import { newTable } from './new-table.js';
import { document, id, integer, key, organization, organizationKey, primary } from './schema.js';

export class CreateAsyncRequests1764000000071 extends newTable('async_requests', {
  columns: {
    ...organizationKey,
    sequence: primary(integer),
    id,
    createdAt: integer,
    keyId: key(16),
    requestId: key(64),
    bytes: integer,
    states: key(1_000),
    payload: document,
  },
  belongsTo: [organization],
}) {}
