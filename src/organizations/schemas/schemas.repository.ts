import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { OrganizationSchemaRow } from './organization-schema.entity.js';

/** An extension schema of an organization: its document as it was given. */
export interface OrganizationSchema {
  readonly resourceType: string;
  readonly document: unknown;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** All SQL on the extension schemas of organizations. */
@Injectable()
export class SchemasRepository {
  async list(connection: Connection, organizationId: string): Promise<OrganizationSchema[]> {
    const rows = await connection.rows<OrganizationSchemaRow>(sql`
      SELECT * FROM organization_schemas WHERE organizationId = ${organizationId} ORDER BY createdAt, urnKey`);
    return rows.map(({ resourceType, document, createdAt }) => ({
      resourceType: String(resourceType),
      document: JSON.parse(document) as unknown,
      createdAt: Number(createdAt),
    }));
  }

  /** @throws UniqueViolationError when the organization has a schema of that URN */
  async insert(
    transaction: Transaction,
    organizationId: string,
    urn: string,
    { resourceType, document, createdAt }: OrganizationSchema,
  ): Promise<void> {
    await transaction.execute(sql`
      INSERT INTO organization_schemas (organizationId, urnKey, resourceType, document, createdAt)
      VALUES (${organizationId}, ${urn.toLowerCase()}, ${resourceType}, ${JSON.stringify(document)}, ${createdAt})`);
  }

  /** @returns whether there was one */
  async delete(transaction: Transaction, organizationId: string, urn: string): Promise<boolean> {
    const deleted = await transaction.execute(sql`
      DELETE FROM organization_schemas WHERE organizationId = ${organizationId} AND urnKey = ${urn.toLowerCase()}`);
    return deleted > 0;
  }

  /** Tells every process that its copy is old, and makes other changes of the same organization wait. */
  async countUp(transaction: Transaction, organizationId: string): Promise<void> {
    await transaction.execute(
      sql`UPDATE organizations SET schemasVersion = schemasVersion + 1 WHERE id = ${organizationId}`,
    );
  }
}
