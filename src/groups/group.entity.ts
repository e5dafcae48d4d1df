import { resourceEntity } from '../scim/resource/resource.entity.js';

/** Groups of organizations. Their members are rows of `group_members`. */
export const groupEntity = resourceEntity('user_groups', (types) => ({ displayNameKey: types.key(1024) }), [
  { name: 'user_groups_displayName', columns: ['organizationId', 'displayNameKey'], unique: true },
  { name: 'user_groups_externalId', columns: ['organizationId', 'externalId'] },
  { name: 'user_groups_lastModified', columns: ['organizationId', 'lastModifiedAt'] },
]);
