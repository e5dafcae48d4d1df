import { newTable } from './new-table.js';
import { id, index, integer, key, label, nullable, organization, primary, unique } from './schema.js';

export class CreateAdmins1764000000060 extends newTable('admins', {
  columns: {
    id: primary(id),
    emailKey: key(320),
    email: label(320),
    name: label(200),
    organizationId: nullable(id),
    passwordHash: nullable(key(128)),
    invitationHash: nullable(key(64)),
    invitationExpiresAt: nullable(integer),
    createdAt: integer,
    lastSignInAt: nullable(integer),
  },
  indexes: {
    admins_email: unique('emailKey'),
    admins_organization: index('organizationId', 'id'),
    admins_invitation: index('invitationHash'),
  },
  belongsTo: [organization],
}) {}
