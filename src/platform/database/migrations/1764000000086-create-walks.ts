import { newTable } from './new-table.js';
import { document, index, integer, key, organization, organizationKey, primary } from './schema.js';

export class CreateWalks1764000000086 extends newTable('walks', {
  columns: {
    ...organizationKey,
    keyId: primary(key(16)),
    queryHash: primary(key(64)),
    places: document,
    expiresAt: integer,
  },
  indexes: { walks_expiresAt: index('expiresAt') },
  belongsTo: [organization],
}) {}
