import { newIndex } from './new-index.js';
import { unique } from './schema.js';

/** An address has one account in each organization, and one of an operator. */
export class IndexAccountsOfAdmins1764000000105 extends newIndex(
  'admins',
  'admins_account',
  unique('emailKey', 'organizationKey'),
) {}
