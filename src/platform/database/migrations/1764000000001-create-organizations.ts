import { newTable } from './new-table.js';
import { flag, id, integer, label, primary } from './schema.js';

export class CreateOrganizations1764000000001 extends newTable('organizations', {
  columns: {
    id: primary(id),
    name: label(200),
    scimEnabled: flag,
    createdAt: integer,
  },
}) {}
