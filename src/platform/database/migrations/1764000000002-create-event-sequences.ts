import { newTable } from './new-table.js';
import { integer, organization, organizationKey } from './schema.js';

export class CreateEventSequences1764000000002 extends newTable('event_sequences', {
  columns: {
    ...organizationKey,
    lastSequence: integer,
  },
  belongsTo: [organization],
}) {}
