import { Injectable } from '@nestjs/common';
import sql, { empty } from 'sql-template-tag';
import type { Connection, Transaction } from '../platform/database/connection.js';
import type { OrganizationRow } from './organization.entity.js';
import { nameKeyOf } from './name-key.js';
import { type OrganizationSettings, settingsOf } from './organization-settings.js';

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly scimEnabled: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly settings: Readonly<OrganizationSettings>;
}

/** All SQL on organizations. */
@Injectable()
export class OrganizationsRepository {
  async insert(
    transaction: Transaction,
    { id, name, scimEnabled, createdAt }: Omit<Organization, 'settings'>,
  ): Promise<void> {
    await transaction.execute(sql`
      INSERT INTO organizations (id, name, nameKey, scimEnabled, createdAt)
      VALUES (${id}, ${name}, ${nameKeyOf(name)}, ${scimEnabled ? 1 : 0}, ${createdAt})`);
  }

  /** @returns whether it was otherwise before */
  async setScimEnabled(transaction: Transaction, id: string, enabled: boolean): Promise<boolean> {
    const [value, other] = enabled ? [1, 0] : [0, 1];
    const changed = await transaction.execute(
      sql`UPDATE organizations SET scimEnabled = ${value} WHERE id = ${id} AND scimEnabled = ${other}`,
    );
    return changed > 0;
  }

  async setSettings(transaction: Transaction, id: string, settings: OrganizationSettings): Promise<void> {
    await transaction.execute(sql`UPDATE organizations SET settings = ${JSON.stringify(settings)} WHERE id = ${id}`);
  }

  /** The settings, with nobody else changing them until the transaction ends. */
  async lockSettings(transaction: Transaction, id: string): Promise<Readonly<OrganizationSettings>> {
    const row = await transaction.row<Pick<OrganizationRow, 'settings'>>(
      sql`SELECT settings FROM organizations WHERE id = ${id} ${transaction.dialect.forUpdate}`,
    );
    return settingsOf(row?.settings ?? null);
  }

  async find(connection: Connection, id: string): Promise<Organization | undefined> {
    const row = await connection.row<OrganizationRow>(
      sql`SELECT id, name, scimEnabled, createdAt, settings FROM organizations WHERE id = ${id}`,
    );
    return row && toOrganization(row);
  }

  async setName(transaction: Transaction, id: string, name: string): Promise<void> {
    await transaction.execute(
      sql`UPDATE organizations SET name = ${name}, nameKey = ${nameKeyOf(name)} WHERE id = ${id}`,
    );
  }

  async page(
    connection: Connection,
    afterId: string,
    limit: number,
    only: string | undefined,
  ): Promise<Organization[]> {
    const within = only === undefined ? empty : sql`AND id = ${only}`;
    const rows = await connection.rows<OrganizationRow>(sql`
      SELECT id, name, scimEnabled, createdAt, settings FROM organizations
      WHERE id > ${afterId} ${within} ORDER BY id LIMIT ${limit}`);
    return rows.map(toOrganization);
  }

  /** Whose name begins with a text, by name. @param after the last one before */
  async search(
    connection: Connection,
    text: string,
    after: Organization | undefined,
    limit: number,
    only: string | undefined,
  ): Promise<Organization[]> {
    const start = nameKeyOf(text);
    const end = `${start}\u{10FFFF}`;
    const key = after && nameKeyOf(after.name);
    const behind = after ? sql`AND nameKey >= ${key} AND (nameKey > ${key} OR id > ${after.id})` : empty;
    const within = only === undefined ? empty : sql`AND id = ${only}`;
    const rows = await connection.rows<OrganizationRow>(sql`
      SELECT id, name, scimEnabled, createdAt, settings FROM organizations
      WHERE nameKey >= ${start} AND nameKey < ${end} ${behind} ${within} ORDER BY nameKey, id LIMIT ${limit}`);
    return rows.map(toOrganization);
  }

  async list(connection: Connection): Promise<Organization[]> {
    const rows = await connection.rows<OrganizationRow>(
      sql`SELECT id, name, scimEnabled, createdAt, settings FROM organizations ORDER BY id`,
    );
    return rows.map(toOrganization);
  }
}

function toOrganization({ id, name, scimEnabled, createdAt, settings }: OrganizationRow): Organization {
  return {
    id,
    name,
    scimEnabled: Number(scimEnabled) === 1,
    createdAt: Number(createdAt),
    settings: settingsOf(settings),
  };
}
