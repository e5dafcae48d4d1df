import { newTable } from './new-table.js';
import { document, id, index, integer, key, nullable, organization, organizationKey, primary } from './schema.js';

export class CreateEvents1764000000003 extends newTable('events', {
  columns: {
    ...organizationKey,
    sequence: primary(integer),
    id,
    time: integer,
    type: key(64),
    actor: document,
    requestId: nullable(key(64)),
    resourceType: key(32),
    resourceId: key(64),
    data: document,
  },
  indexes: { events_resource: index('organizationId', 'resourceType', 'resourceId') },
  belongsTo: [organization],
}) {}
