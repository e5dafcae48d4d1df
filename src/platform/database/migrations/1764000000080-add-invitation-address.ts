import { newColumns } from './new-columns.js';
import { label, nullable } from './schema.js';

export class AddInvitationAddress1764000000080 extends newColumns('users', {
  invitationAddress: nullable(label(320)),
}) {}
