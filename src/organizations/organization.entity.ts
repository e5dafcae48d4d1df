import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../platform/database/data-source-options.js';

/**
 * A customer of this server: the tenant that owns keys, users and groups.
 */
export interface OrganizationRow {
  id: string;
  name: string;
  /** The beginning of the name in the form in which names are compared. */
  nameKey: string | null;
  scimEnabled: 0 | 1;
  createdAt: number;
  /** Counts the changes of the organization's extension schemas; 0 while it never had any. */
  schemasVersion: number;
  /** JSON of those that differ from the defaults. */
  settings: string | null;
  /** When the last mail on people who wait was due, or will be; null where there was none. */
  waitingToldAt: number | null;
}

export const organizationEntity: EntityDefinition = (types) =>
  new EntitySchema<OrganizationRow>({
    name: 'organizations',
    columns: {
      id: { ...types.id, primary: true },
      name: { ...types.label(200) },
      nameKey: { ...types.key(800), nullable: true },
      scimEnabled: { ...types.flag },
      createdAt: { ...types.integer },
      schemasVersion: { ...types.integer, default: 0 },
      settings: { ...types.document, nullable: true },
      waitingToldAt: { ...types.integer, nullable: true },
    },
    indices: [{ name: 'organizations_name', columns: ['nameKey', 'id'] }],
  });
