import sql from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import type { Page, WalkWindow, Window } from '../paging/page.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { DatabaseRecord } from './queried-table.js';
import type { Query } from './query.js';
import type { QueryClauses } from './query-clauses.js';

/** Pages of a walk by index, which begin where the ones before ended. */
export class WalkedPages<Row> {
  constructor(private readonly clauses: QueryClauses<Row>) {}

  /** What is left is counted behind the page: who left meanwhile can then hide nobody. */
  async page(
    connection: Connection,
    context: ScimContext,
    query: Query,
    window: Window,
    { shown }: WalkWindow,
  ): Promise<Page<Row>> {
    const { clauses } = this;
    const { dialect } = connection;
    const order = clauses.order(context, dialect, query, false);
    const condition = clauses.condition(context, dialect, query.filter);
    const records = await connection.rows<DatabaseRecord>(sql`
      ${dialect.boundedSelect} ${clauses.table.columns}, found_.sortKey_ FROM (${clauses.found(dialect, query, condition, order, window)}) found_
      ${clauses.joinRows(context)} ORDER BY ${order.of('found_').terms}`);
    const items = clauses.items(records);
    const end = items.length < window.limit ? undefined : items.at(-1)?.position;
    const left = end ? await clauses.left(connection, context, query, end) : 0;
    return { items, totalResults: shown + items.length + left };
  }
}
