import sql from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import type { Filter } from '../filter/ast.js';
import type { Window } from '../paging/page.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { LookUp } from './look-up.js';
import type { DatabaseRecord, FoundPage, JoinedColumns } from './queried-table.js';
import type { Query } from './query.js';
import type { QueryClauses } from './query-clauses.js';

/** Pages of what a filter finds: looked up where an index or the filter itself makes them few, else put in order by the database. */
export class FilteredPages<Row> {
  constructor(
    private readonly clauses: QueryClauses<Row>,
    private readonly lookUp: LookUp<Row>,
  ) {}

  async page(
    connection: Connection,
    context: ScimContext,
    query: Query,
    filter: Filter,
    window: Window,
    joined?: JoinedColumns,
  ): Promise<FoundPage<Row>> {
    const { dialect } = connection;
    const { limit, offset, behind, backward } = window;
    const filterSql = this.clauses.filterSql(context, dialect);
    const condition = sql`${this.clauses.condition(context, dialect)} AND ${filterSql.condition(filter)}`;
    const isFirst = offset === 0 && !behind && !backward;
    const kind = isFirst && !query.sortBy ? filterSql.lookUp(filter) : undefined;
    if (kind) {
      const found = await this.lookUp.find(connection, condition, limit, kind === 'indexed' ? joined : undefined);
      if (found) return { items: found, totalResults: found.length };
    }
    const order = this.clauses.order(context, dialect, query, backward);
    const records = await connection.rows<DatabaseRecord>(sql`
      ${dialect.boundedSelect} ${this.clauses.table.columns}, found_.sortKey_ FROM (${this.clauses.found(dialect, query, condition, order, window)}) found_
      ${this.clauses.joinRows(context)} ORDER BY ${order.of('found_').terms}`);
    const isEnd = records.length < limit && (records.length > 0 || offset === 0) && !behind;
    const totalResults = isEnd ? offset + records.length : await this.clauses.total(connection, context, filter);
    return { items: this.clauses.items(records), totalResults };
  }
}
