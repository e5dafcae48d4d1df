import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from './data-source-options.js';

/** The latest time that processes on a database without a clock have gone by. One row. */
export interface ClockMarkRow {
  id: number;
  /** Milliseconds since 1970. */
  time: number;
}

export const clockMarkEntity: EntityDefinition = (types) =>
  new EntitySchema<ClockMarkRow>({
    name: 'clock_marks',
    columns: {
      id: { ...types.integer, primary: true },
      time: { ...types.integer },
    },
  });
