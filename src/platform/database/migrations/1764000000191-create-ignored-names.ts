import { newTable } from './new-table.js';
import { flag, integer, key, organization, organizationKey, primary } from './schema.js';

export class CreateIgnoredNames1764000000191 extends newTable('ignored_names', {
  columns: {
    ...organizationKey,
    resourceType: primary(key(64)),
    nameKey: primary(key(400)),
    name: key(400),
    since: integer,
    last: integer,
    requests: integer,
    keyId: key(16),
    isHidden: flag,
  },
  belongsTo: [organization],
}) {}
