import { newTable } from './new-table.js';
import { id, index, key, nullable, organization, organizationKey, primary, resource, unique } from './schema.js';

export class CreateUsers1764000000005 extends newTable('users', {
  columns: {
    ...organizationKey,
    id: primary(id),
    userNameKey: key(1024),
    externalId: nullable(key(1024)),
    status: key(16),
    statusBeforeRevocation: nullable(key(16)),
    ...resource,
  },
  indexes: {
    users_userName: unique('organizationId', 'userNameKey'),
    users_externalId: index('organizationId', 'externalId'),
    users_lastModified: index('organizationId', 'lastModifiedAt'),
  },
  belongsTo: [organization],
}) {}
