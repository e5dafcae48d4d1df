import { resourceEntity } from '../scim/resource/resource.entity.js';

/** People of organizations, and where each stands. */
export const userEntity = resourceEntity(
  'users',
  (types) => ({
    userNameKey: types.key(1024),
    status: types.key(16),
    statusBeforeRevocation: { ...types.key(16), nullable: true },
    isAdmin: { ...types.flag, default: 0 },
    isProvisioned: { ...types.flag, default: 1 },
    provenAddress: { ...types.label(320), nullable: true },
    invitationAddress: { ...types.label(320), nullable: true },
    isHeld: { ...types.flag, default: 0 },
    activeChangedAt: { ...types.integer, nullable: true },
    needsApproval: { ...types.flag, default: 0 },
  }),
  [
    { name: 'users_userName', columns: ['organizationId', 'userNameKey'], unique: true },
    { name: 'users_externalId', columns: ['organizationId', 'externalId'] },
    { name: 'users_id', columns: ['organizationId', 'id'] },
    { name: 'users_status', columns: ['organizationId', 'status', 'id'] },
    { name: 'users_provenAddress', columns: ['organizationId', 'provenAddress'] },
    { name: 'users_lastModified', columns: ['organizationId', 'lastModifiedAt'] },
  ],
);
