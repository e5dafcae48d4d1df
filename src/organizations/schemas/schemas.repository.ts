import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { Organization } from '../organization.entity.js';
import { OrganizationSchema } from './organization-schema.entity.js';

/** The extension schemas of organizations. */
@Injectable()
export class SchemasRepository {
  constructor(
    @InjectRepository(OrganizationSchema) private readonly schemas: Repository<OrganizationSchema>,
    @InjectRepository(Organization) private readonly organizations: Repository<Organization>,
  ) {}

  list(connection: Connection, organizationId: string): Promise<OrganizationSchema[]> {
    const order = { createdAt: 'ASC', urnKey: 'ASC' } as const;
    return connection.of(this.schemas).find({ where: { organizationId }, order });
  }

  /** @throws UniqueViolationError when the organization has a schema of that URN */
  async insert(transaction: Transaction, schema: OrganizationSchema): Promise<void> {
    await transaction.of(this.schemas).insert(schema);
  }

  /** @returns whether there was one */
  async delete(transaction: Transaction, organizationId: string, urn: string): Promise<boolean> {
    const named = { organizationId, urnKey: urn.toLowerCase() };
    const { affected } = await transaction.of(this.schemas).delete(named);
    return affected === 1;
  }

  /** Tells every process that its copy is old, and makes other changes of the same organization wait. */
  async countUp(transaction: Transaction, organizationId: string): Promise<void> {
    await transaction.of(this.organizations).increment({ id: organizationId }, 'schemasVersion', 1);
  }
}
