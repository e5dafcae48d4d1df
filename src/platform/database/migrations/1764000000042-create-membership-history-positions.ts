import { newTable } from './new-table.js';
import { integer, organization, organizationKey } from './schema.js';

export class CreateMembershipHistoryPositions1764000000042 extends newTable('membership_history_positions', {
  columns: {
    ...organizationKey,
    lastSequence: integer,
  },
  belongsTo: [organization],
}) {}
