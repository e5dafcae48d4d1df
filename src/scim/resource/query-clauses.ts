import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import type { Dialect } from '../../platform/database/dialect/dialect.js';
import type { Filter } from '../filter/ast.js';
import type { PageItem, Window } from '../paging/page.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { invalidFilter, invalidValue } from '../protocol/scim-error.js';
import { FilterSql } from '../sql/filter-sql.js';
import { Order, type Position, type SortKey, sortKeyOf } from '../sql/order.js';
import { positionOf } from '../sql/position.js';
import type { Query } from './query.js';
import { totalOf } from './resource-counts.js';
import type { DatabaseRecord, QueriedTable } from './queried-table.js';

/** What resources without an attribute are sorted by. */
const UNASSIGNED: SortKey = { expression: raw('NULL'), always: false };

/** What the statements of all kinds of queries over one table are made of. */
export class QueryClauses<Row> {
  constructor(readonly table: QueriedTable<Row>) {}

  /** How many match; an attribute that the type does not have is unassigned. */
  async total(connection: Connection, context: ScimContext, filter: Filter | undefined): Promise<number> {
    if (!filter) return totalOf(connection, context.organizationId, this.table.type);
    const { dialect } = connection;
    const condition = this.condition(context, dialect, filter, true);
    const row = await connection.row<{ total: number }>(
      sql`${dialect.boundedSelect} COUNT(*) AS total FROM ${this.tableName} WHERE ${condition}`,
    );
    return Number(row!.total);
  }

  /** How many match behind a position. @param isPart of an order over several resource types */
  async left(
    connection: Connection,
    context: ScimContext,
    query: Query,
    end: Position,
    isPart = false,
  ): Promise<number> {
    const { dialect } = connection;
    const order = this.order(context, dialect, query, false, isPart);
    const condition = this.condition(context, dialect, query.filter, isPart);
    const row = await connection.row<{ total: number }>(sql`
      ${dialect.boundedSelect} COUNT(*) AS total FROM ${this.tableName} ${this.hint(dialect, query, order)}
      WHERE ${condition} AND ${order.behind(end)}`);
    return Number(row!.total);
  }

  filterSql(context: ScimContext, dialect: Dialect, tolerant = false): FilterSql {
    return new FilterSql(this.table.attributes(context, dialect, invalidFilter), context.profile, tolerant);
  }

  /** Ids and sort keys of a window. */
  found(dialect: Dialect, query: Query, condition: Sql, order: Order, { limit, offset, behind, walk }: Window): Sql {
    const ends = walk?.ends ?? (behind ? [behind] : []);
    const isBehind = ends.map((end) => order.behind(end));
    return sql`SELECT id, ${order.column} FROM ${this.tableName} ${this.hint(dialect, query, order)}
      WHERE ${condition} ${isBehind.length > 0 ? sql`AND (${join(isBehind, ' OR ')})` : empty}
      ORDER BY ${order.terms} LIMIT ${limit} OFFSET ${offset}`;
  }

  joinRows({ organizationId }: ScimContext): Sql {
    const { tableName } = this;
    return sql`JOIN ${tableName} ON ${tableName}.organizationId = ${organizationId} AND ${tableName}.id = found_.id`;
  }

  items(records: readonly DatabaseRecord[]): PageItem<Row>[] {
    return records.map((record) => this.item(record));
  }

  item(record: DatabaseRecord): PageItem<Row> {
    return { item: this.table.toRow(record), position: positionOf(record) };
  }

  get tableName(): Sql {
    return raw(this.table.name);
  }

  condition(context: ScimContext, dialect: Dialect, filter?: Filter, tolerant = false): Sql {
    const matches = filter ? sql` AND ${this.filterSql(context, dialect, tolerant).condition(filter)}` : raw('');
    return sql`${this.tableName}.organizationId = ${context.organizationId}${matches}`;
  }

  /** Left to itself, the optimizer reads half of a large organization for a page of it. */
  private hint(dialect: Dialect, { filter, sortBy }: Query, order: Order): Sql {
    const index = sortBy ? order.index : this.table.idIndex;
    return filter || !index ? raw('') : dialect.forceIndex(index);
  }

  /** @param isPart of an order over several resource types, in which no key is unique */
  order(
    context: ScimContext,
    dialect: Dialect,
    { sortBy, descending }: Query,
    backward: boolean,
    isPart = false,
  ): Order {
    const attributes = this.table.attributes(context, dialect, invalidValue);
    const isForeign = isPart && sortBy && !attributes.find(sortBy);
    const key = sortBy && (isForeign ? UNASSIGNED : sortKeyOf(attributes, sortBy));
    const usable = key && isPart ? { ...key, unique: false } : key;
    const order = new Order(usable, descending && key !== undefined, raw('id'), [raw('organizationId')]);
    return backward ? order.reversed() : order;
  }
}
