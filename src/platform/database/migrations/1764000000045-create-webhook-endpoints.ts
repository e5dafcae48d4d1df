import { newTable } from './new-table.js';
import { flag, id, index, integer, key, label, nullable, organization, organizationKey, primary } from './schema.js';

export class CreateWebhookEndpoints1764000000045 extends newTable('webhook_endpoints', {
  columns: {
    ...organizationKey,
    id: primary(id),
    label: label(100),
    url: label(2_048),
    types: nullable(label(2_000)),
    format: key(32),
    isEnabled: flag,
    disabledBecause: nullable(key(16)),
    secretVersion: integer,
    previousSecretUntil: nullable(integer),
    createdAt: integer,
    lastSequence: integer,
    attempts: integer,
    failingSince: nullable(integer),
    lastError: nullable(label(200)),
    lastDeliveredAt: nullable(integer),
    dueAt: integer,
    leasedBy: nullable(key(64)),
  },
  indexes: { webhook_endpoints_due: index('isEnabled', 'dueAt', 'organizationId', 'id', 'lastSequence') },
  belongsTo: [organization],
}) {}
