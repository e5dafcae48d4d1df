import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** A passkey with which an admin signs in (WebAuthn). Of its key pair there is only the public half. */
export interface AdminPasskeyRow {
  id: string;
  adminId: string;
  label: string;
  /** As the authenticator calls it, base64url. */
  credentialId: string;
  /** A COSE key, base64url. */
  publicKey: string;
  /** How often the authenticator says that it was used; 0 for those that do not count. */
  counter: number;
  createdAt: number;
  lastUsedAt: number | null;
}

export const adminPasskeyEntity: EntityDefinition = (types) =>
  new EntitySchema<AdminPasskeyRow>({
    name: 'admin_passkeys',
    columns: {
      id: { ...types.id, primary: true },
      adminId: { ...types.id },
      label: { ...types.label(100) },
      credentialId: { ...types.key(1_400) },
      publicKey: { ...types.key(4_096) },
      counter: { ...types.integer },
      createdAt: { ...types.integer },
      lastUsedAt: { ...types.integer, nullable: true },
    },
    indices: [
      { name: 'admin_passkeys_admin', columns: ['adminId'] },
      { name: 'admin_passkeys_credential', columns: ['credentialId'], unique: true },
    ],
    foreignKeys: [
      {
        name: 'admin_passkeys_fk_admin',
        target: 'admins',
        columnNames: ['adminId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
