import { newTable } from './new-table.js';
import { id, integer, key, nullable, organizationKey, primary, user } from './schema.js';

export class CreateAdoptions1764000000082 extends newTable('adoptions', {
  columns: {
    ...organizationKey,
    userId: primary(id),
    state: key(16),
    wanted: key(64),
    firstAskedAt: nullable(integer),
    lastAskedAt: nullable(integer),
    times: integer,
    keyId: nullable(key(64)),
  },
  belongsTo: [user],
}) {}
