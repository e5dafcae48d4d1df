import { newTable } from './new-table.js';
import { id, index, integer, key, nullable, organizationKey, primary, user } from './schema.js';

export class CreateUserEmails1764000000006 extends newTable('user_emails', {
  columns: {
    ...organizationKey,
    userId: primary(id),
    position: primary(integer),
    valueKey: nullable(key(1280)),
    typeKey: nullable(key(1024)),
    displayKey: nullable(key(4096)),
    isPrimary: nullable(key(5)),
  },
  indexes: { user_emails_value: index('organizationId', 'valueKey', 'userId') },
  belongsTo: [user],
}) {}
