import { newTable } from './new-table.js';
import { document, integer, key, organization, organizationKey, primary } from './schema.js';

export class CreateOrganizationSchemas1764000000010 extends newTable('organization_schemas', {
  columns: {
    ...organizationKey,
    urnKey: primary(key(200)),
    resourceType: key(64),
    document,
    createdAt: integer,
  },
  belongsTo: [organization],
}) {}
