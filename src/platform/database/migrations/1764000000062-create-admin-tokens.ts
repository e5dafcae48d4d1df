import { newTable } from './new-table.js';
import { admin, id, index, integer, key, label, nullable, primary } from './schema.js';

export class CreateAdminTokens1764000000062 extends newTable('admin_tokens', {
  columns: {
    id: primary(key(16)),
    adminId: id,
    label: label(100),
    secretHash: key(64),
    createdAt: integer,
    expiresAt: integer,
    lastUsedAt: nullable(integer),
  },
  indexes: { admin_tokens_admin: index('adminId') },
  belongsTo: [admin],
}) {}
