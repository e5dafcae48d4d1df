import { newTable } from './new-table.js';
import { id, index, integer, key, label, nullable, organization, organizationKey, primary } from './schema.js';

export class CreateLinks1764000000027 extends newTable('links', {
  columns: {
    ...organizationKey,
    id: primary(id),
    purpose: key(16),
    userId: id,
    address: label(320),
    inviter: nullable(label(200)),
    tokenHash: key(64),
    createdAt: integer,
    expiresAt: integer,
    usedAt: nullable(integer),
    voidedAt: nullable(integer),
    voidedBecause: nullable(key(16)),
  },
  indexes: { links_user: index('organizationId', 'userId', 'purpose') },
  belongsTo: [organization],
}) {}
