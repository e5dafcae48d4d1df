import { newTable } from './new-table.js';
import { admin, id, index, integer, key, nullable, primary } from './schema.js';

export class CreateAdminChallenges1764000000064 extends newTable('admin_challenges', {
  columns: {
    hash: primary(key(64)),
    adminId: nullable(id),
    expiresAt: integer,
  },
  indexes: {
    admin_challenges_admin: index('adminId'),
    admin_challenges_expiresAt: index('expiresAt'),
  },
  belongsTo: [admin],
}) {}
