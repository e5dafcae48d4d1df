import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../database/data-source-options.js';

/** A request that was sent with an Idempotency-Key, and what it was answered. */
export interface IdempotencyKeyRow {
  /** Of account, URL and key; in lower-case hexadecimal. */
  name: string;
  bodyHash: string;
  startedAt: number;
  /** Sealed JSON; null while there is none. */
  answer: string | null;
}

export const idempotencyKeyEntity: EntityDefinition = (types) =>
  new EntitySchema<IdempotencyKeyRow>({
    name: 'idempotency_keys',
    columns: {
      name: { ...types.key(64), primary: true },
      bodyHash: { ...types.key(64) },
      startedAt: { ...types.integer },
      answer: { ...types.document, nullable: true },
    },
    indices: [{ name: 'idempotency_keys_startedAt', columns: ['startedAt'] }],
  });
