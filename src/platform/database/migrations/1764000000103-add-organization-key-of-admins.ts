import { newColumns } from './new-columns.js';
import { defaulting, key, nullable } from './schema.js';

/** With a default, so that accounts that an older version makes have one too. */
export class AddOrganizationKeyOfAdmins1764000000103 extends newColumns('admins', {
  organizationKey: defaulting(nullable(key(36)), "''"),
}) {}
