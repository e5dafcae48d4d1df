import { newTable } from './new-table.js';
import { document, id, key, organizationKey, primary, sibling } from './schema.js';

export class CreateKeyRotationKeys1764000000084 extends newTable('key_rotation_keys', {
  columns: {
    ...organizationKey,
    rotationId: primary(id),
    userId: primary(id),
    recipientHash: key(64),
    wrappedKey: document,
  },
  belongsTo: [sibling('rotation', 'key_rotations', 'rotationId')],
}) {}
