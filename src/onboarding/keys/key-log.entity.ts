import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** One change of keys. Each has the hash of the one before in its own; none is ever changed. */
export interface KeyLogRow {
  organizationId: string;
  sequence: number;
  time: number;
  kind: string;
  userId: string;
  recipient: string;
  keyVersion: number | null;
  previousHash: string;
  hash: string;
}

export const keyLogEntity: EntityDefinition = (types) =>
  new EntitySchema<KeyLogRow>({
    name: 'key_log',
    columns: {
      organizationId: { ...types.id, primary: true },
      sequence: { ...types.integer, primary: true },
      time: { ...types.integer },
      kind: { ...types.key(32) },
      userId: { ...types.id },
      recipient: { ...types.key(128) },
      keyVersion: { ...types.integer, nullable: true },
      previousHash: { ...types.key(64) },
      hash: { ...types.key(64) },
    },
    indices: [{ name: 'key_log_user', columns: ['organizationId', 'userId', 'sequence'] }],
    foreignKeys: [
      {
        name: 'key_log_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
