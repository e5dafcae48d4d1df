import sql, { raw, type Sql } from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import type { Dialect } from '../../platform/database/dialect/dialect.js';
import type { Window } from '../paging/page.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { FilteredPages } from './filtered-pages.js';
import { ListPages } from './list-pages.js';
import { LookUp } from './look-up.js';
import type { FoundPage, JoinedColumns, QueriedTable } from './queried-table.js';
import type { Query } from './query.js';
import { QueryClauses } from './query-clauses.js';
import { ResourceBudget } from './resource-budget.js';
import { WalkedPages } from './walked-pages.js';

/**
 * Queries over the resources of one type, each by the strategy that fits it. Where much may have to be sorted or walked over,
 * ids are found first, from indexes where there are some, and whole rows are read for the page alone.
 */
export class ResourceQueries<Row> {
  readonly clauses: QueryClauses<Row>;
  readonly lookUp: LookUp<Row>;
  readonly budget: ResourceBudget<Row>;
  private readonly lists: ListPages<Row>;
  private readonly filtered: FilteredPages<Row>;
  private readonly walked: WalkedPages<Row>;

  constructor(table: QueriedTable<Row>) {
    this.clauses = new QueryClauses(table);
    this.lookUp = new LookUp(this.clauses);
    this.budget = new ResourceBudget(this.clauses);
    this.lists = new ListPages(this.clauses);
    this.filtered = new FilteredPages(this.clauses, this.lookUp);
    this.walked = new WalkedPages(this.clauses);
  }

  /**
   * A part of the results of a query, in the order of creation unless another is asked for.
   * @param joined read along with the few that a look-up finds
   */
  async search(
    connection: Connection,
    context: ScimContext,
    query: Query,
    window: Window,
    joined?: JoinedColumns,
  ): Promise<FoundPage<Row>> {
    const { filter, sortBy } = query;
    await this.budget.check(connection, context, query);
    if (window.limit === 0) return { items: [], totalResults: await this.clauses.total(connection, context, filter) };
    if (window.walk) return this.walked.page(connection, context, query, window, window.walk);
    if (filter) return this.filtered.page(connection, context, query, filter, window, joined);
    const isByOffset = !sortBy && !window.behind && !window.backward;
    return isByOffset
      ? this.lists.byOffset(connection, context, query, window)
      : this.lists.list(connection, context, query, window);
  }

  /**
   * A SELECT of ids and sort keys, as one part of a query over several resource types: as many results as a window
   * over all of them can show. An attribute that the type does not have is unassigned.
   */
  asSubquery(context: ScimContext, dialect: Dialect, query: Query, window: Window): Sql {
    const { clauses } = this;
    const order = clauses.order(context, dialect, query, window.backward, true);
    const wanted = { ...window, limit: window.offset + window.limit, offset: 0 };
    const condition = clauses.condition(context, dialect, query.filter, true);
    return sql`SELECT id, sortKey_ FROM (${clauses.found(dialect, query, condition, order, wanted)}) ${raw(`${clauses.table.name}_part`)}`;
  }
}
