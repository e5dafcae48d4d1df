import { newTable } from './new-table.js';
import { applicationKey, integer, key, organizationKey, primary } from './schema.js';

export class CreateSecurityEventReceivers1764000000051 extends newTable('security_event_receivers', {
  columns: {
    ...organizationKey,
    keyId: primary(key(16)),
    settledTo: integer,
  },
  belongsTo: [applicationKey],
}) {}
