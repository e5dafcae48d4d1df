import { newTable } from './new-table.js';
import { document, integer, primary } from './schema.js';

/** What is written to find out whether anything can be. */
export class CreateWriteChecks1764000000097 extends newTable('write_checks', {
  columns: {
    id: primary(integer),
    content: document,
  },
}) {}
