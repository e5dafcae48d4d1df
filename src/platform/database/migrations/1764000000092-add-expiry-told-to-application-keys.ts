import { newColumns } from './new-columns.js';
import { integer, nullable } from './schema.js';

export class AddExpiryToldToApplicationKeys1764000000092 extends newColumns('application_keys', {
  expiryToldDays: nullable(integer),
}) {}
