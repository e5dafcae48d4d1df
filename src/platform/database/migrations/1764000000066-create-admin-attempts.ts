import { newTable } from './new-table.js';
import { index, integer, key, primary } from './schema.js';

export class CreateAdminAttempts1764000000066 extends newTable('admin_attempts', {
  columns: {
    name: primary(key(64)),
    attempts: integer,
    since: integer,
  },
  indexes: { admin_attempts_since: index('since') },
}) {}
