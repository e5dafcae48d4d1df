import { newTable } from './new-table.js';
import { admin, id, index, integer, key, label, nullable, primary } from './schema.js';

export class CreateAdminSessions1764000000061 extends newTable('admin_sessions', {
  columns: {
    id: primary(id),
    adminId: id,
    secretHash: key(64),
    createdAt: integer,
    lastUsedAt: integer,
    stepUpUntil: integer,
    address: nullable(label(64)),
    agent: nullable(label(200)),
  },
  indexes: { admin_sessions_admin: index('adminId') },
  belongsTo: [admin],
}) {}
