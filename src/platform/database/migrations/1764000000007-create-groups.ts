import { newResourceTable } from './resource-table.js';
import { index, key, unique } from './schema.js';

export class CreateGroups1764000000007 extends newResourceTable('user_groups', {
  columns: { displayNameKey: key(1024) },
  indexes: {
    user_groups_displayName: unique('organizationId', 'displayNameKey'),
    user_groups_externalId: index('organizationId', 'externalId'),
    user_groups_lastModified: index('organizationId', 'lastModifiedAt'),
  },
}) {}
