import { newTable } from './new-table.js';
import { integer, key, label, nullable, organization, organizationKey, primary, unique } from './schema.js';

export class CreateApplicationKeys1764000000050 extends newTable('application_keys', {
  columns: {
    ...organizationKey,
    id: primary(key(16)),
    label: label(100),
    secretHash: key(64),
    createdAt: integer,
    expiresAt: integer,
    revokedAt: nullable(integer),
    lastUsedAt: nullable(integer),
  },
  indexes: { application_keys_id: unique('id') },
  belongsTo: [organization],
}) {}
