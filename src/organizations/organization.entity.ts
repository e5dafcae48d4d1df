import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../database/data-source-options.js';

/**
 * A customer of this server: the tenant that owns keys, users and groups.
 */
export interface OrganizationRow {
  id: string;
  name: string;
  scimEnabled: 0 | 1;
  createdAt: number;
}

export const organizationEntity: EntityDefinition = (types) =>
  new EntitySchema<OrganizationRow>({
    name: 'organizations',
    columns: {
      id: { ...types.id, primary: true },
      name: { ...types.label(200) },
      scimEnabled: { ...types.flag },
      createdAt: { ...types.integer },
    },
  });
