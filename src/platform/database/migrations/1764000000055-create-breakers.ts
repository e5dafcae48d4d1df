import { newTable } from './new-table.js';
import { document, integer, nullable, organization, organizationKey } from './schema.js';

export class CreateBreakers1764000000055 extends newTable('breakers', {
  columns: {
    ...organizationKey,
    passed: document,
    people: integer,
    peopleAt: integer,
    trippedAt: nullable(integer),
    overAt: nullable(integer),
  },
  belongsTo: [organization],
}) {}
