import { newColumns } from './new-columns.js';
import { integer, nullable } from './schema.js';

export class AddExpiryToldToScimKeys1764000000091 extends newColumns('scim_keys', {
  expiryToldDays: nullable(integer),
}) {}
