import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../database/data-source-options.js';

/** A secret that the server made for itself and that all its processes share. */
export interface ServerSecretRow {
  name: string;
  value: string;
}

export const serverSecretEntity: EntityDefinition = (types) =>
  new EntitySchema<ServerSecretRow>({
    name: 'server_secrets',
    columns: {
      name: { ...types.key(64), primary: true },
      value: { ...types.key(64) },
    },
  });
