import { newTable } from './new-table.js';
import { document, id, integer, key, nullable, organizationKey, primary, unique, user } from './schema.js';

export class CreateMemberKeys1764000000030 extends newTable('member_keys', {
  columns: {
    ...organizationKey,
    userId: primary(id),
    recipient: key(128),
    recipientHash: key(64),
    protectedIdentity: document,
    wrappedKey: nullable(document),
    keyVersion: nullable(integer),
    changedAt: integer,
  },
  indexes: { member_keys_recipient: unique('organizationId', 'recipient') },
  belongsTo: [user],
}) {}
