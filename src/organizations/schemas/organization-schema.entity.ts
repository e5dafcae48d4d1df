import { EntitySchema } from 'typeorm';
import type { EntityDefinition } from '../../platform/database/data-source-options.js';

/** An extension schema that an organization has registered; `document` as it was given (RFC 7643 §7). */
export interface OrganizationSchemaRow {
  organizationId: string;
  urnKey: string;
  resourceType: string;
  document: string;
  createdAt: number;
}

export const organizationSchemaEntity: EntityDefinition = (types) =>
  new EntitySchema<OrganizationSchemaRow>({
    name: 'organization_schemas',
    columns: {
      organizationId: { ...types.id, primary: true },
      urnKey: { ...types.key(200), primary: true },
      resourceType: { ...types.key(64) },
      document: { ...types.document },
      createdAt: { ...types.integer },
    },
    foreignKeys: [
      {
        name: 'organization_schemas_fk_organization',
        target: 'organizations',
        columnNames: ['organizationId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
        onUpdate: 'CASCADE',
      },
    ],
  });
