import { newTable } from './new-table.js';
import { key, primary } from './schema.js';

export class CreateServerSecrets1764000000009 extends newTable('server_secrets', {
  columns: {
    name: primary(key(64)),
    value: key(64),
  },
}) {}
