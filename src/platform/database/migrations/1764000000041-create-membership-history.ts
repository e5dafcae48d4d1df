import { newTable } from './new-table.js';
import { flag, id, integer, organization, organizationKey, primary } from './schema.js';

export class CreateMembershipHistory1764000000041 extends newTable('membership_history', {
  columns: {
    ...organizationKey,
    memberId: primary(id),
    sequence: primary(integer),
    time: integer,
    groupId: id,
    isAdded: flag,
  },
  belongsTo: [organization],
}) {}
