import { newTable } from './new-table.js';
import { id, integer, key, nullable, organization, organizationKey, primary } from './schema.js';

export class CreateKeyLog1764000000031 extends newTable('key_log', {
  columns: {
    ...organizationKey,
    sequence: primary(integer),
    time: integer,
    kind: key(32),
    userId: id,
    recipient: key(128),
    keyVersion: nullable(integer),
    previousHash: key(64),
    hash: key(64),
  },
  belongsTo: [organization],
}) {}
