import { newTable } from './new-table.js';
import { id, index, integer, key, organizationKey, primary, user } from './schema.js';

export class CreateSessions1764000000028 extends newTable('sessions', {
  columns: {
    ...organizationKey,
    id: primary(id),
    userId: id,
    secretHash: key(64),
    createdAt: integer,
    expiresAt: integer,
  },
  indexes: { sessions_user: index('organizationId', 'userId') },
  belongsTo: [user],
}) {}
