import { newTable } from './new-table.js';
import { id, integer, label, nullable, organizationKey, primary, sibling } from './schema.js';

export class CreateWebhookDeliveries1764000000046 extends newTable('webhook_deliveries', {
  columns: {
    ...organizationKey,
    endpointId: primary(id),
    id: primary(id),
    eventId: id,
    sequence: nullable(integer),
    attempt: integer,
    time: integer,
    durationMs: integer,
    status: nullable(integer),
    error: nullable(label(200)),
    answer: nullable(label(1_000)),
  },
  belongsTo: [sibling('endpoint', 'webhook_endpoints', 'endpointId')],
}) {}
