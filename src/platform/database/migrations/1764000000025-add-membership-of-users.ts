import { newColumns } from './new-columns.js';
import { defaulting, flag, label, nullable } from './schema.js';

export class AddMembershipOfUsers1764000000025 extends newColumns('users', {
  isAdmin: defaulting(flag, 0),
  isProvisioned: defaulting(flag, 1),
  provenAddress: nullable(label(320)),
}) {}
