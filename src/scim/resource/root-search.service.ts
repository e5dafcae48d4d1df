import { Injectable } from '@nestjs/common';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { whyUndefined } from '../attributes/nearest.js';
import type { AttrPath } from '../attributes/resource-type.js';
import { attrPathsOf } from '../filter/ast.js';
import type { Window } from '../paging/page.js';
import { PagingService } from '../paging/paging.service.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { invalidFilter, invalidValue, type ScimError } from '../protocol/scim-error.js';
import type { SearchRequest } from '../protocol/search-request.js';
import { Order, type Position } from '../sql/order.js';
import { positionOf } from '../sql/position.js';
import { type Query, queryOf } from './query.js';
import { ResourcesRegistry } from './resources.registry.js';

/** Each query runs for the page, and once more for how many there are. */
const TIMES = 2;

/** Queries over all resource types at once (RFC 7644 §3.4.2.1). */
@Injectable()
export class RootSearchService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly registry: ResourcesRegistry,
    private readonly pagings: PagingService,
  ) {}

  /** An attribute that some resource types do not have is unassigned in theirs. @throws ScimError when none has it */
  async search(context: ScimContext, request: SearchRequest): Promise<object> {
    const query = queryOf(request);
    this.refuseUnknown(context, query.filter ? attrPathsOf(query.filter) : [], invalidFilter);
    this.refuseUnknown(context, query.sortBy ? [query.sortBy] : [], invalidValue);
    const paging = await this.pagings.of(context, '/', request);
    const services = this.registry.list();
    const parts = services.map(({ queries }) =>
      queries.asSubquery(context, this.unitOfWork.dialect, query, paging.window),
    );
    const found = await this.unitOfWork.read(async (connection) => {
      for (const { queries } of services) await queries.budget.check(connection, context, query, TIMES);
      const positions = await page(connection, parts, query, paging.window);
      const totalResults = await this.total(connection, context, query, paging.window, positions);
      const resources = await this.resources(connection, context, positions, request);
      const items = positions.flatMap((position) => {
        const item = resources.get(position.id);
        return item ? [{ item, position }] : [];
      });
      return { items, totalResults };
    });
    return paging.respond(found);
  }

  /** Of a walk, what it has shown and what is left. */
  private async total(
    connection: Connection,
    context: ScimContext,
    query: Query,
    { limit, walk }: Window,
    positions: readonly Position[],
  ): Promise<number> {
    const end = positions.length < limit ? undefined : positions.at(-1);
    let total = walk ? walk.shown + positions.length : 0;
    for (const { queries } of this.registry.list())
      if (!walk) total += await queries.clauses.total(connection, context, query.filter);
      else if (end) total += await queries.clauses.left(connection, context, query, end, true);
    return total;
  }

  private async resources(
    connection: Connection,
    context: ScimContext,
    positions: readonly Position[],
    request: SearchRequest,
  ): Promise<Map<string, object>> {
    const ids = positions.map(({ id }) => id);
    const found = new Map<string, object>();
    for (const service of this.registry.list()) {
      const missing = ids.filter((id) => !found.has(id));
      for (const [id, body] of await service.getAll(connection, context, missing, request)) found.set(id, body);
    }
    return found;
  }

  private refuseUnknown(
    { extensions, profile }: ScimContext,
    paths: readonly AttrPath[],
    refuse: (detail: string) => ScimError,
  ): void {
    const types = this.registry.list().map(({ type }) => extensions.of(type));
    for (const path of paths)
      if (!types.some((type) => type.find(path, profile.takesShortNames))) throw refuse(whyUndefined(path, types));
  }
}

/** One page over the results of all parts. */
async function page(connection: Connection, parts: Sql[], { sortBy, descending }: Query, window: Window) {
  const { limit, offset, backward } = window;
  if (limit === 0) return [];
  const key = sortBy && { expression: raw('sortKey_'), always: false };
  const order = new Order(key, descending && key !== undefined);
  const wanted = backward ? order.reversed() : order;
  const records = await connection.rows<Record<string, unknown>>(sql`
    ${connection.dialect.boundedSelect} id, sortKey_ FROM (${join(parts, ' UNION ALL ')}) resources_ ORDER BY ${wanted.terms} LIMIT ${limit} OFFSET ${offset}`);
  return records.map(positionOf);
}
