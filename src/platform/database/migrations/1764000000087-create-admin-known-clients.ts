import { newTable } from './new-table.js';
import { admin, id, integer, key, primary } from './schema.js';

export class CreateAdminKnownClients1764000000087 extends newTable('admin_known_clients', {
  columns: {
    adminId: primary(id),
    name: primary(key(64)),
    lastUsedAt: integer,
  },
  belongsTo: [admin],
}) {}
