import { newTable } from './new-table.js';
import { integer, primary } from './schema.js';

/** What the time was, for databases that have no clock of their own. */
export class CreateClockMarks1764000000101 extends newTable('clock_marks', {
  columns: {
    id: primary(integer),
    time: integer,
  },
}) {}
