import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../database/data-source-options.js';

/**
 * A group of an organization. Its members are rows of `group_members`.
 */
export interface GroupRow {
  organizationId: string;
  id: string;
  displayNameKey: string;
  externalId: string | null;
  document: string;
  searchKeys: string;
  version: number;
  createdAt: number;
  lastModifiedAt: number;
}

export const groupEntity: EntityDefinition = (types) =>
  new EntitySchema<GroupRow>({
    name: 'user_groups',
    columns: {
      organizationId: { ...types.id, primary: true },
      id: { ...types.id, primary: true },
      displayNameKey: { ...types.key(1024) },
      externalId: { ...types.key(1024), nullable: true },
      document: { ...types.document },
      searchKeys: { ...types.document },
      version: { ...types.integer },
      createdAt: { ...types.integer },
      lastModifiedAt: { ...types.integer },
    },
    indices: [
      { name: 'user_groups_displayName', columns: ['organizationId', 'displayNameKey'], unique: true },
      { name: 'user_groups_externalId', columns: ['organizationId', 'externalId'] },
      { name: 'user_groups_lastModified', columns: ['organizationId', 'lastModifiedAt'] },
    ],
    foreignKeys: [
      {
        name: 'user_groups_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
