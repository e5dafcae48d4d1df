import { newTable } from './new-table.js';
import { index, integer, key, nullable, organization, organizationKey } from './schema.js';

export class CreateAsyncQueues1764000000070 extends newTable('async_queues', {
  columns: {
    ...organizationKey,
    lastSequence: integer,
    waiting: integer,
    bytes: integer,
    dueAt: nullable(integer),
    leasedBy: nullable(key(64)),
  },
  indexes: { async_queues_due: index('dueAt', 'organizationId') },
  belongsTo: [organization],
}) {}
