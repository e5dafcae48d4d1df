import { Injectable } from '@nestjs/common';
import sql, { join, raw } from 'sql-template-tag';
import type { Connection } from '../platform/database/connection.js';
import type { Dialect } from '../platform/database/dialect/dialect.js';
import { caseKey } from '../platform/text/case-key.js';
import type { ResourceType } from '../scim/attributes/resource-type.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ResourceRepository, type ResourceRow } from '../scim/resource/resource.repository.js';
import { searchKeys } from '../scim/resource/search-keys.js';
import type { Place } from '../scim/sql/storage.js';
import { entitlementType, roleType } from './governed-type.js';

const ELSEWHERE = new Set(['displayName', 'externalId', 'type']);

/** All SQL on one kind of what people can be granted. */
abstract class GovernedRepository extends ResourceRepository<ResourceRow> {
  /** Which of the ids the organization does not have; none while it has defined nothing at all. */
  async unknown(connection: Connection, organizationId: string, ids: readonly string[]): Promise<string[]> {
    const defined = await connection.row(sql`
      SELECT id FROM ${this.table} WHERE organizationId = ${organizationId} LIMIT 1`);
    if (!defined) return [];
    const rows = await connection.rows<{ id: string }>(sql`
      SELECT id FROM ${this.table} WHERE organizationId = ${organizationId} AND id IN (${join(ids)})`);
    const known = new Set(rows.map(({ id }) => id));
    return ids.filter((id) => !known.has(id));
  }

  protected override lookupColumns({ document }: ResourceRow, type: ResourceType) {
    return {
      displayNameKey: caseKey(String(document['displayName'])),
      externalId: (document['externalId'] as string | undefined) ?? null,
      searchKeys: JSON.stringify(searchKeys(document, type, ELSEWHERE)),
    };
  }

  protected override toRow(record: Record<string, unknown>): ResourceRow {
    return this.commonRow(record);
  }

  protected override place(path: string, _context: ScimContext, dialect: Dialect): Place | undefined {
    if (path === 'displayName')
      return { kind: 'column', expression: raw(`${this.tableName}.displayNameKey`), form: 'text', always: true };
    if (path !== 'type') return undefined;
    return { kind: 'column', expression: dialect.bytes(sql`${this.type.name}`), form: 'text', always: true };
  }
}

@Injectable()
export class RolesRepository extends GovernedRepository {
  constructor() {
    super(roleType, 'roles');
  }
}

@Injectable()
export class EntitlementsRepository extends GovernedRepository {
  constructor() {
    super(entitlementType, 'entitlements');
  }
}
