import { newTable } from './new-table.js';
import { document, index, integer, key, nullable, primary } from './schema.js';

export class CreateIdempotencyKeys1764000000065 extends newTable('idempotency_keys', {
  columns: {
    name: primary(key(64)),
    bodyHash: key(64),
    startedAt: integer,
    answer: nullable(document),
  },
  indexes: { idempotency_keys_startedAt: index('startedAt') },
}) {}
