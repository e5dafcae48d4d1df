import { newTable } from './new-table.js';
import { admin, id, index, integer, key, label, nullable, primary, unique } from './schema.js';

export class CreateAdminPasskeys1764000000063 extends newTable('admin_passkeys', {
  columns: {
    id: primary(id),
    adminId: id,
    label: label(100),
    credentialId: key(1_400),
    publicKey: key(4_096),
    counter: integer,
    createdAt: integer,
    lastUsedAt: nullable(integer),
  },
  indexes: {
    admin_passkeys_admin: index('adminId'),
    admin_passkeys_credential: unique('credentialId'),
  },
  belongsTo: [admin],
}) {}
