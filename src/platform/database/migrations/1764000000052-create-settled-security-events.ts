import { newTable } from './new-table.js';
import { applicationKey, integer, key, organizationKey, primary } from './schema.js';

export class CreateSettledSecurityEvents1764000000052 extends newTable('settled_security_events', {
  columns: {
    ...organizationKey,
    keyId: primary(key(16)),
    sequence: primary(integer),
  },
  belongsTo: [applicationKey],
}) {}
