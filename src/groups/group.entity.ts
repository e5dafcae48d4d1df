import { resourceEntity } from '../scim/resource/resource.entity.js';

/**
 * Groups of organizations. Their members are rows of `group_members`. `isNested` is set once a
 * group has been a member of another, and stays: where it is not, nobody has to look for the outer ones.
 */
export const groupEntity = resourceEntity(
  'user_groups',
  (types) => ({ displayNameKey: types.key(1024), isNested: { ...types.flag, default: 0 } }),
  [
    { name: 'user_groups_displayName', columns: ['organizationId', 'displayNameKey'], unique: true },
    { name: 'user_groups_externalId', columns: ['organizationId', 'externalId'] },
    { name: 'user_groups_lastModified', columns: ['organizationId', 'lastModifiedAt'] },
  ],
);
