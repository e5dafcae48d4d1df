import { resourceEntity } from '../scim/resource/resource.entity.js';

const governedEntity = (name: string) =>
  resourceEntity(name, (types) => ({ displayNameKey: types.key(1024) }), [
    { name: `${name}_displayName`, columns: ['organizationId', 'displayNameKey'], unique: true },
  ]);

export const roleEntity = governedEntity('roles');
export const entitlementEntity = governedEntity('entitlements');
