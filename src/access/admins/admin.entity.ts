import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** Somebody who administers the server, or one organization. Of passwords and links there are only hashes. */
export interface AdminRow {
  id: string;
  /** The address in the form in which addresses are compared. */
  emailKey: string;
  email: string;
  name: string;
  /** Null for operators, who administer all organizations. */
  organizationId: string | null;
  /** The same, but empty for operators, so that an address is unique among them too; empty also where an older version made it. */
  organizationKey: string | null;
  passwordHash: string | null;
  /** Of the link with which a password is set. */
  invitationHash: string | null;
  invitationExpiresAt: number | null;
  createdAt: number;
  lastSignInAt: number | null;
}

export const adminEntity: EntityDefinition = (types) =>
  new EntitySchema<AdminRow>({
    name: 'admins',
    columns: {
      id: { ...types.id, primary: true },
      emailKey: { ...types.key(320) },
      email: { ...types.label(320) },
      name: { ...types.label(200) },
      organizationId: { ...types.id, nullable: true },
      organizationKey: { ...types.key(36), nullable: true, default: '' },
      passwordHash: { ...types.key(128), nullable: true },
      invitationHash: { ...types.key(64), nullable: true },
      invitationExpiresAt: { ...types.integer, nullable: true },
      createdAt: { ...types.integer },
      lastSignInAt: { ...types.integer, nullable: true },
    },
    indices: [
      { name: 'admins_account', columns: ['emailKey', 'organizationKey'], unique: true },
      { name: 'admins_address', columns: ['emailKey', 'organizationId'], unique: true },
      { name: 'admins_organization', columns: ['organizationId', 'id'] },
      { name: 'admins_invitation', columns: ['invitationHash'] },
    ],
    foreignKeys: [
      {
        name: 'admins_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
