import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** How often something was tried that nobody may try too often. */
export interface AdminAttemptRow {
  /** SHA-256 of by whom and at what, in lower-case hexadecimal. */
  name: string;
  attempts: number;
  /** Of the first of them. */
  since: number;
}

export const adminAttemptEntity: EntityDefinition = (types) =>
  new EntitySchema<AdminAttemptRow>({
    name: 'admin_attempts',
    columns: {
      name: { ...types.key(64), primary: true },
      attempts: { ...types.integer },
      since: { ...types.integer },
    },
    indices: [{ name: 'admin_attempts_since', columns: ['since'] }],
  });
