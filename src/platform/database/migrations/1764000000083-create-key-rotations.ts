import { newTable } from './new-table.js';
import { id, integer, key, organization, organizationKey, primary } from './schema.js';

export class CreateKeyRotations1764000000083 extends newTable('key_rotations', {
  columns: {
    ...organizationKey,
    id: primary(id),
    userId: id,
    recipient: key(128),
    keyVersion: integer,
    expiresAt: integer,
  },
  belongsTo: [organization],
}) {}
