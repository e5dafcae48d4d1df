import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from './data-source-options.js';

/** What is written to find out whether anything can be. */
export interface WriteCheckRow {
  id: number;
  content: string;
}

export const writeCheckEntity: EntityDefinition = (types) =>
  new EntitySchema<WriteCheckRow>({
    name: 'write_checks',
    columns: {
      id: { ...types.integer, primary: true },
      content: { ...types.document },
    },
  });
