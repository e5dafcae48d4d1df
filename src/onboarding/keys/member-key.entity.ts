import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** A person's key: the public half, the private half under a passphrase, and the organization's key for it. */
export interface MemberKeyRow {
  organizationId: string;
  userId: string;
  recipient: string;
  recipientHash: string;
  protectedIdentity: string;
  wrappedKey: string | null;
  keyVersion: number | null;
  changedAt: number;
}

export const memberKeyEntity: EntityDefinition = (types) =>
  new EntitySchema<MemberKeyRow>({
    name: 'member_keys',
    columns: {
      organizationId: { ...types.id, primary: true },
      userId: { ...types.id, primary: true },
      recipient: { ...types.key(128) },
      recipientHash: { ...types.key(64) },
      protectedIdentity: { ...types.document },
      wrappedKey: { ...types.document, nullable: true },
      keyVersion: { ...types.integer, nullable: true },
      changedAt: { ...types.integer },
    },
    indices: [{ name: 'member_keys_recipient', columns: ['organizationId', 'recipient'], unique: true }],
    foreignKeys: [
      {
        name: 'member_keys_fk_user',
        target: 'users',
        columnNames: ['organizationId', 'userId'],
        referencedColumnNames: ['organizationId', 'id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
