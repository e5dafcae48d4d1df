import { newTable } from './new-table.js';
import { integer, key, label, nullable, organization, organizationKey, primary, unique } from './schema.js';

export class CreateScimKeys1764000000004 extends newTable('scim_keys', {
  columns: {
    ...organizationKey,
    id: primary(key(16)),
    label: label(100),
    profile: key(16),
    secretHash: key(64),
    createdAt: integer,
    expiresAt: integer,
    retiresAt: nullable(integer),
    revokedAt: nullable(integer),
    lastUsedAt: nullable(integer),
    lastUsedFrom: nullable(label(64)),
    lastUsedBy: nullable(label(200)),
  },
  indexes: { scim_keys_id: unique('id') },
  belongsTo: [organization],
}) {}
