import { newTable } from './new-table.js';
import { integer, key, organization, organizationKey, primary } from './schema.js';

export class CreateResourceCounts1764000000015 extends newTable('resource_counts', {
  columns: {
    ...organizationKey,
    resourceType: primary(key(32)),
    total: integer,
  },
  belongsTo: [organization],
}) {}
