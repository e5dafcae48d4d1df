import { newTable } from './new-table.js';
import { id, index, nullable, organizationKey, primary, sibling, user } from './schema.js';

export class CreateGroupMembers1764000000008 extends newTable('group_members', {
  columns: {
    ...organizationKey,
    groupId: primary(id),
    memberId: primary(id),
    userId: nullable(id),
    nestedGroupId: nullable(id),
  },
  indexes: {
    group_members_user: index('organizationId', 'userId'),
    group_members_nestedGroup: index('organizationId', 'nestedGroupId'),
  },
  belongsTo: [sibling('group', 'user_groups', 'groupId'), user, sibling('nestedGroup', 'user_groups', 'nestedGroupId')],
}) {}
