import { newTable } from './new-table.js';
import {
  document,
  id,
  index,
  integer,
  key,
  label,
  nullable,
  organization,
  organizationKey,
  primary,
} from './schema.js';

export class CreateScimRequests1764000000040 extends newTable('scim_requests', {
  columns: {
    ...organizationKey,
    id: primary(id),
    requestId: key(64),
    time: integer,
    method: key(16),
    path: key(500),
    filter: nullable(label(1_000)),
    status: integer,
    scimType: nullable(key(32)),
    detail: nullable(label(1_000)),
    duration: integer,
    keyId: nullable(key(16)),
    client: label(200),
    address: label(64),
    resourceId: nullable(id),
    operations: nullable(integer),
    failedOperations: nullable(integer),
    requests: integer,
    body: nullable(document),
  },
  indexes: {
    scim_requests_search: index('organizationId', 'id', 'status', 'method', 'keyId'),
    scim_requests_requestId: index('organizationId', 'requestId'),
    scim_requests_resource: index('organizationId', 'resourceId', 'id'),
  },
  belongsTo: [organization],
}) {}
