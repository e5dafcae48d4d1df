import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../database/data-source-options.js';

/**
 * A person of an organization. `document` holds the SCIM attributes as they are returned; the other columns are made
 * from it for looking up.
 */
export interface UserRow {
  organizationId: string;
  id: string;
  userNameKey: string;
  externalId: string | null;
  status: string;
  statusBeforeRevocation: string | null;
  document: string;
  searchKeys: string;
  version: number;
  createdAt: number;
  lastModifiedAt: number;
}

export const userEntity: EntityDefinition = (types) =>
  new EntitySchema<UserRow>({
    name: 'users',
    columns: {
      organizationId: { ...types.id, primary: true },
      id: { ...types.id, primary: true },
      userNameKey: { ...types.key(1024) },
      externalId: { ...types.key(1024), nullable: true },
      status: { ...types.key(16) },
      statusBeforeRevocation: { ...types.key(16), nullable: true },
      document: { ...types.document },
      searchKeys: { ...types.document },
      version: { ...types.integer },
      createdAt: { ...types.integer },
      lastModifiedAt: { ...types.integer },
    },
    indices: [
      { name: 'users_userName', columns: ['organizationId', 'userNameKey'], unique: true },
      { name: 'users_externalId', columns: ['organizationId', 'externalId'] },
      { name: 'users_lastModified', columns: ['organizationId', 'lastModifiedAt'] },
    ],
    foreignKeys: [
      {
        name: 'users_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
