import { newTable } from './new-table.js';
import { id, key, organization, organizationKey, primary } from './schema.js';

export class CreateUniqueValues1764000000014 extends newTable('unique_values', {
  columns: {
    ...organizationKey,
    valueHash: primary(key(64)),
    urnKey: key(200),
    resourceId: id,
  },
  belongsTo: [organization],
}) {}
