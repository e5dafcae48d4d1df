import { newIndex } from './new-index.js';
import { unique } from './schema.js';

/** Holds the accounts of organizations that an older version makes too, which knows no `organizationKey`. */
export class IndexAddressesOfAdmins1764000000106 extends newIndex(
  'admins',
  'admins_address',
  unique('emailKey', 'organizationId'),
) {}
