import { newTable } from './new-table.js';
import { integer, key, organization, organizationKey, primary } from './schema.js';

export class CreateOrganizationKeys1764000000029 extends newTable('organization_keys', {
  columns: {
    ...organizationKey,
    version: primary(integer),
    recipient: key(128),
    createdAt: integer,
  },
  belongsTo: [organization],
}) {}
