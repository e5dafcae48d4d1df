import sql, { type Sql } from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import { type PageAnchor, PageAnchors } from '../paging/page-anchors.js';
import type { Page, Window } from '../paging/page.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { Query } from './query.js';
import type { QueryClauses } from './query-clauses.js';
import { joinCounts } from './resource-counts.js';
import type { DatabaseRecord } from './queried-table.js';

interface ListPage<Row> extends Page<Row> {
  /** The list's shifts at the moment of the page; undefined where nothing was found. */
  readonly shifts: number | undefined;
}

/** Pages of all resources of a type, whose number is known. */
export class ListPages<Row> {
  private readonly anchors = new PageAnchors();

  constructor(private readonly clauses: QueryClauses<Row>) {}

  /** A page by its number: counted from an anchor where one still holds. */
  async byOffset(connection: Connection, context: ScimContext, query: Query, window: Window): Promise<Page<Row>> {
    const list = context.organizationId;
    const anchor = this.anchors.before(list, window.offset);
    const start: Pick<PageAnchor, 'offset' | 'countedAt'> = anchor ?? { offset: 0, countedAt: Date.now() };
    const everybody = this.clauses.condition(context, connection.dialect);
    const condition = anchor ? sql`${everybody} AND id >= ${anchor.id}` : everybody;
    const page = await this.list(
      connection,
      context,
      query,
      { ...window, offset: window.offset - start.offset },
      condition,
    );
    if (anchor && page.shifts !== anchor.shifts) {
      this.anchors.forget(list);
      return this.byOffset(connection, context, query, window);
    }
    const first = page.items[0]?.position;
    if (first && page.shifts !== undefined)
      this.anchors.add(list, {
        offset: window.offset,
        id: first.id,
        shifts: page.shifts,
        countedAt: start.countedAt,
      });
    return page;
  }

  /** A page by its position, or in another order. */
  async list(
    connection: Connection,
    context: ScimContext,
    query: Query,
    window: Window,
    condition: Sql = this.clauses.condition(context, connection.dialect),
  ): Promise<ListPage<Row>> {
    const { dialect } = connection;
    const order = this.clauses.order(context, dialect, query, window.backward);
    const records = await connection.rows<DatabaseRecord>(sql`
      ${dialect.boundedSelect} ${this.clauses.table.columns}, found_.sortKey_, counts_.total AS total_, counts_.shifts AS shifts_
      FROM (${this.clauses.found(dialect, query, condition, order, window)}) found_
      ${this.clauses.joinRows(context)} ${joinCounts(context.organizationId, this.clauses.table.type)} ORDER BY ${order.of('found_').terms}`);
    const first = records[0];
    return {
      items: this.clauses.items(records),
      totalResults: first ? Number(first['total_']) : await this.clauses.total(connection, context, undefined),
      shifts: first && Number(first['shifts_']),
    };
  }
}
