import { newTable } from './new-table.js';
import { id, integer, key, nullable, organizationKey, primary, user } from './schema.js';

export class CreateHeldRemovals1764000000056 extends newTable('held_removals', {
  columns: {
    ...organizationKey,
    userId: primary(id),
    kind: key(16),
    firstAskedAt: integer,
    lastAskedAt: integer,
    times: integer,
    keyId: nullable(key(64)),
    discardedAt: nullable(integer),
  },
  belongsTo: [user],
}) {}
