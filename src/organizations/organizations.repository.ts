import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection, Transaction } from '../database/connection.js';
import type { OrganizationRow } from './organization.entity.js';

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly scimEnabled: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** All SQL on organizations. */
@Injectable()
export class OrganizationsRepository {
  async insert(transaction: Transaction, { id, name, scimEnabled, createdAt }: Organization): Promise<void> {
    await transaction.execute(sql`
      INSERT INTO organizations (id, name, scimEnabled, createdAt) VALUES (${id}, ${name}, ${scimEnabled ? 1 : 0}, ${createdAt})`);
  }

  async setScimEnabled(transaction: Transaction, id: string, enabled: boolean): Promise<void> {
    await transaction.execute(sql`UPDATE organizations SET scimEnabled = ${enabled ? 1 : 0} WHERE id = ${id}`);
  }

  async find(connection: Connection, id: string): Promise<Organization | undefined> {
    const row = await connection.row<OrganizationRow>(
      sql`SELECT id, name, scimEnabled, createdAt FROM organizations WHERE id = ${id}`,
    );
    return row && toOrganization(row);
  }

  async list(connection: Connection): Promise<Organization[]> {
    const rows = await connection.rows<OrganizationRow>(
      sql`SELECT id, name, scimEnabled, createdAt FROM organizations ORDER BY id`,
    );
    return rows.map(toOrganization);
  }
}

function toOrganization({ id, name, scimEnabled, createdAt }: OrganizationRow): Organization {
  return { id, name, scimEnabled: Number(scimEnabled) === 1, createdAt: Number(createdAt) };
}
