import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { raw } from 'sql-template-tag';
import { In, Repository } from 'typeorm';
import type { Connection } from '../platform/database/connection.js';
import type { Dialect } from '../platform/database/dialect/dialect.js';
import { caseKey } from '../platform/text/case-key.js';
import type { ResourceType } from '../scim/attributes/resource-type.js';
import type { ScimContext } from '../scim/protocol/scim-context.js';
import { ResourceRepository, type ResourceRow } from '../scim/resource/resource.repository.js';
import { searchKeys } from '../scim/resource/search-keys.js';
import type { Place } from '../scim/sql/storage.js';
import { EntitlementRow, type GovernedRow, RoleRow } from './governed.entity.js';
import { entitlementType, roleType } from './governed-type.js';

const ELSEWHERE = new Set(['displayName', 'externalId', 'type']);

/** All SQL on one kind of what people can be granted. */
abstract class GovernedRepository extends ResourceRepository<ResourceRow> {
  constructor(
    type: ResourceType,
    table: string,
    private readonly defined: Repository<GovernedRow>,
  ) {
    super(type, table);
  }

  /** Which of the ids the organization does not have; none while it has defined nothing at all. */
  async unknown(connection: Connection, organizationId: string, ids: readonly string[]): Promise<string[]> {
    const defined = connection.of(this.defined);
    if (!(await defined.existsBy({ organizationId }))) return [];
    const rows = await defined.find({ select: { id: true }, where: { organizationId, id: In(ids) } });
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
  constructor(@InjectRepository(RoleRow) roles: Repository<RoleRow>) {
    super(roleType, 'roles', roles);
  }
}

@Injectable()
export class EntitlementsRepository extends GovernedRepository {
  constructor(@InjectRepository(EntitlementRow) entitlements: Repository<EntitlementRow>) {
    super(entitlementType, 'entitlements', entitlements);
  }
}
