import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import type { Dialect } from '../../platform/database/dialect/dialect.js';
import type { ResourceType } from '../attributes/resource-type.js';
import type { Filter } from '../filter/ast.js';
import { type Landmark, Landmarks } from '../paging/landmarks.js';
import type { Page, PageItem, Window } from '../paging/page.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { invalidFilter, invalidValue, type ScimError, tooMany } from '../protocol/scim-error.js';
import type { AttributeSql } from '../sql/attribute-sql.js';
import { type ListLength, QueryBudget } from '../sql/query-budget.js';
import { FilterSql } from '../sql/filter-sql.js';
import { Order, type SortKey, sortKeyOf } from '../sql/order.js';
import { positionOf } from '../sql/position.js';
import type { Query } from './query.js';
import { joinCounts, resourcesOf, totalOf } from './resource-counts.js';

/** A table with the resources of one type. */
export interface QueriedTable<Row> {
  readonly type: ResourceType;
  readonly name: string;
  /** Those that `toRow` reads. */
  readonly columns: Sql;
  /** The narrowest index that has the rows of an organization in the order of their ids. */
  readonly idIndex: string;
  /** Where the attributes are. @param refuse makes the error for one that cannot be used */
  attributes(context: ScimContext, dialect: Dialect, refuse: (detail: string) => ScimError): AttributeSql;
  toRow(record: DatabaseRecord): Row;
}

export type DatabaseRecord = Record<string, unknown>;

/** Tables that are joined to that of the resources where few are found: one round trip tells what answers show of them. */
export interface JoinedColumns {
  readonly columns: Sql;
  readonly joins: Sql;
  /** What the rows of one resource, at least one, tell of it; undefined where it has to be asked for apart. */
  compute(records: readonly DatabaseRecord[]): object | undefined;
}

export interface FoundItem<Row> extends PageItem<Row> {
  /** What tables beside its own tell of it; undefined where they were not asked, or cannot tell. */
  readonly computed?: object;
}

/** A page of what a query finds. */
export interface FoundPage<Row> extends Page<Row> {
  readonly items: readonly FoundItem<Row>[];
}

interface ListPage<Row> extends Page<Row> {
  /** Of the list, in the moment of the page; undefined where nothing was found. */
  readonly shifts: number | undefined;
}

/** Rows that are read of few resources and what is beside them. Each has the whole document: of more, the two are read apart. */
const MOST_JOINED_ROWS = 32;
/** Of a document that is taken apart, in the time in which one value is compared. */
const BYTES_PER_VALUE = 32;
/** What resources without an attribute are sorted by. */
const UNASSIGNED: SortKey = { expression: raw('NULL'), always: false };

/**
 * Queries over the resources of one type. Where much may have to be sorted or walked over, ids are found first, from
 * indexes where there are some, and whole rows are read for the page alone.
 */
export class ResourceQueries<Row> {
  private readonly landmarks = new Landmarks();

  constructor(private readonly table: QueriedTable<Row>) {}

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
    await this.checkBudget(connection, context, query);
    if (window.limit === 0) return { items: [], totalResults: await this.total(connection, context, filter) };
    if (filter) return this.filtered(connection, context, query, filter, window, joined);
    const isByOffset = !sortBy && !window.behind && !window.backward;
    return isByOffset
      ? this.byOffset(connection, context, query, window)
      : this.list(connection, context, query, window);
  }

  /** The resource of an id, in one round trip with what is beside it. */
  async byId(
    connection: Connection,
    { organizationId }: ScimContext,
    id: string,
    joined: JoinedColumns,
  ): Promise<FoundItem<Row> | undefined> {
    const { tableName } = this;
    const condition = sql`${tableName}.organizationId = ${organizationId} AND ${tableName}.id = ${id}`;
    const records = await this.records(connection, raw('SELECT'), condition, MOST_JOINED_ROWS, joined);
    const [first] = records;
    const areAll = records.length < MOST_JOINED_ROWS;
    return first && { ...this.item(first), computed: areAll ? joined.compute(records) : undefined };
  }

  /**
   * A SELECT of ids and sort keys, as one part of a query over several resource types: as many results as a window
   * over all of them can show. An attribute that the type does not have is unassigned.
   */
  asSubquery(context: ScimContext, dialect: Dialect, query: Query, window: Window): Sql {
    const order = this.order(context, dialect, query, window.backward, true);
    const wanted = { ...window, limit: window.offset + window.limit, offset: 0 };
    const condition = this.condition(context, dialect, query.filter, true);
    return sql`SELECT id, sortKey_ FROM (${this.found(dialect, query, condition, order, wanted)}) ${raw(`${this.table.name}_part`)}`;
  }

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

  /**
   * Where nothing else runs during a statement, one that would take long is not begun. How long lists are is counted only
   * for a query that looks into some.
   * @param times how often the query runs for one answer
   * @throws ScimError tooMany
   */
  async checkBudget(connection: Connection, context: ScimContext, query: Query, times = 1): Promise<void> {
    const { dialect } = connection;
    const { organizationId } = context;
    if (dialect.maxSteps === undefined) return;
    const tables = new Set<string | undefined>();
    const shortest = this.steps(context, dialect, query, (table) => {
      tables.add(table);
      return 1;
    });
    if (shortest === 0) return;
    const resources = await resourcesOf(connection, organizationId);
    const most = dialect.maxSteps / times / Math.max(resources, 1);
    if (shortest > most) throw overBudget(resources);
    if (tables.size === 0) return;
    const lengths = new Map<string | undefined, number>();
    for (const table of tables)
      lengths.set(
        table,
        (await this.valuesIn(connection, organizationId, table, dialect.maxSteps)) / Math.max(resources, 1),
      );
    if (this.steps(context, dialect, query, (table) => lengths.get(table)!) > most) throw overBudget(resources);
  }

  private steps(context: ScimContext, dialect: Dialect, { filter, sortBy }: Query, lengthOf: ListLength): number {
    const attributes = this.table.attributes(context, dialect, invalidFilter);
    const budget = new QueryBudget(attributes, this.filterSql(context, dialect), lengthOf);
    const filtering = filter && budget.ofFilter(filter);
    return filtering === 0 ? 0 : (filtering ?? 0) + (sortBy ? budget.ofPath(sortBy) : 0);
  }

  /** How many values all lists of an organization have: rows of a table, or about as many as the documents have room for. */
  private async valuesIn(
    connection: Connection,
    organizationId: string,
    table: string | undefined,
    most: number,
  ): Promise<number> {
    const row = await connection.row<{ total: number | null }>(
      table === undefined
        ? sql`SELECT SUM(octet_length(searchKeys)) / ${BYTES_PER_VALUE} AS total FROM ${this.tableName}
            WHERE organizationId = ${organizationId}`
        : sql`SELECT COUNT(*) AS total FROM
            (SELECT 1 FROM ${raw(table)} WHERE organizationId = ${organizationId} LIMIT ${most}) AS some`,
    );
    return Number(row!.total ?? 0);
  }

  filterSql(context: ScimContext, dialect: Dialect, tolerant = false): FilterSql {
    return new FilterSql(this.table.attributes(context, dialect, invalidFilter), context.profile, tolerant);
  }

  private async filtered(
    connection: Connection,
    context: ScimContext,
    query: Query,
    filter: Filter,
    window: Window,
    joined?: JoinedColumns,
  ): Promise<FoundPage<Row>> {
    const { dialect } = connection;
    const { limit, offset, behind, backward } = window;
    const filterSql = this.filterSql(context, dialect);
    const condition = sql`${this.condition(context, dialect)} AND ${filterSql.condition(filter)}`;
    const isFirst = offset === 0 && !behind && !backward;
    const kind = isFirst && !query.sortBy ? filterSql.lookUp(filter) : undefined;
    if (kind) {
      const found = await this.lookUp(connection, condition, limit, kind === 'indexed' ? joined : undefined);
      if (found) return { items: found, totalResults: found.length };
    }
    const order = this.order(context, dialect, query, backward);
    const records = await connection.rows<DatabaseRecord>(sql`
      ${dialect.boundedSelect} ${this.table.columns}, found_.sortKey_ FROM (${this.found(dialect, query, condition, order, window)}) found_
      ${this.joinRows(context)} ORDER BY ${order.of('found_').terms}`);
    const isEnd = records.length < limit && (records.length > 0 || offset === 0) && !behind;
    const totalResults = isEnd ? offset + records.length : await this.total(connection, context, filter);
    return { items: this.items(records), totalResults };
  }

  /**
   * All that match in the order of their ids, or undefined where they are more than the limit. They are put in order
   * here: the database would write whole rows into a table of its own for it, be it only one.
   * @param joined is left out where it makes too many rows
   */
  private async lookUp(
    connection: Connection,
    condition: Sql,
    limit: number,
    joined?: JoinedColumns,
  ): Promise<FoundItem<Row>[] | undefined> {
    const most = joined ? MOST_JOINED_ROWS : limit + 1;
    const records = await this.records(connection, connection.dialect.boundedSelect, condition, most, joined);
    const byId = grouped(records);
    if (byId.size > limit) return undefined;
    if (joined && records.length === most) return this.lookUp(connection, condition, limit);
    const inOrder = [...byId].toSorted(([left], [right]) => (left < right ? -1 : 1));
    return inOrder.map(([, rows]) => ({ ...this.item(rows[0]!), computed: joined?.compute(rows) }));
  }

  private records(
    connection: Connection,
    select: Sql,
    condition: Sql,
    most: number,
    joined?: JoinedColumns,
  ): Promise<DatabaseRecord[]> {
    const columns = joined ? sql`${this.table.columns}, ${joined.columns}` : this.table.columns;
    return connection.rows(
      sql`${select} ${columns} FROM ${this.tableName} ${joined?.joins ?? empty} WHERE ${condition} LIMIT ${most}`,
    );
  }

  /** A page by its number: counted from a landmark where one still holds. */
  private async byOffset(
    connection: Connection,
    context: ScimContext,
    query: Query,
    window: Window,
  ): Promise<Page<Row>> {
    const list = context.organizationId;
    const landmark = this.landmarks.before(list, window.offset);
    const start: Pick<Landmark, 'offset' | 'countedAt'> = landmark ?? { offset: 0, countedAt: Date.now() };
    const everybody = this.condition(context, connection.dialect);
    const condition = landmark ? sql`${everybody} AND id >= ${landmark.id}` : everybody;
    const page = await this.list(
      connection,
      context,
      query,
      { ...window, offset: window.offset - start.offset },
      condition,
    );
    if (landmark && page.shifts !== landmark.shifts) {
      this.landmarks.forget(list);
      return this.byOffset(connection, context, query, window);
    }
    const first = page.items[0]?.position;
    if (first && page.shifts !== undefined)
      this.landmarks.add(list, {
        offset: window.offset,
        id: first.id,
        shifts: page.shifts,
        countedAt: start.countedAt,
      });
    return page;
  }

  private async list(
    connection: Connection,
    context: ScimContext,
    query: Query,
    window: Window,
    condition: Sql = this.condition(context, connection.dialect),
  ): Promise<ListPage<Row>> {
    const { dialect } = connection;
    const order = this.order(context, dialect, query, window.backward);
    const records = await connection.rows<DatabaseRecord>(sql`
      ${dialect.boundedSelect} ${this.table.columns}, found_.sortKey_, counts_.total AS total_, counts_.shifts AS shifts_
      FROM (${this.found(dialect, query, condition, order, window)}) found_
      ${this.joinRows(context)} ${joinCounts(context.organizationId, this.table.type)} ORDER BY ${order.of('found_').terms}`);
    const first = records[0];
    return {
      items: this.items(records),
      totalResults: first ? Number(first['total_']) : await this.total(connection, context, undefined),
      shifts: first && Number(first['shifts_']),
    };
  }

  /** Ids and sort keys of a window. */
  private found(dialect: Dialect, query: Query, condition: Sql, order: Order, { limit, offset, behind }: Window): Sql {
    return sql`SELECT id, ${order.column} FROM ${this.tableName} ${this.hint(dialect, query, order)}
      WHERE ${condition} ${behind ? sql`AND ${order.behind(behind)}` : raw('')}
      ORDER BY ${order.terms} LIMIT ${limit} OFFSET ${offset}`;
  }

  private joinRows({ organizationId }: ScimContext): Sql {
    const { tableName } = this;
    return sql`JOIN ${tableName} ON ${tableName}.organizationId = ${organizationId} AND ${tableName}.id = found_.id`;
  }

  private items(records: readonly DatabaseRecord[]): PageItem<Row>[] {
    return records.map((record) => this.item(record));
  }

  private item(record: DatabaseRecord): PageItem<Row> {
    return { item: this.table.toRow(record), position: positionOf(record) };
  }

  private get tableName(): Sql {
    return raw(this.table.name);
  }

  private condition(context: ScimContext, dialect: Dialect, filter?: Filter, tolerant = false): Sql {
    const matches = filter ? sql` AND ${this.filterSql(context, dialect, tolerant).condition(filter)}` : raw('');
    return sql`${this.tableName}.organizationId = ${context.organizationId}${matches}`;
  }

  /** Left to itself, the optimizer reads half of a large organization for a page of it. */
  private hint(dialect: Dialect, { filter, sortBy }: Query, order: Order): Sql {
    const index = sortBy ? order.index : this.table.idIndex;
    return filter || !index ? raw('') : dialect.forceIndex(index);
  }

  /** @param isPart of an order over several resource types, in which no key is unique */
  private order(
    context: ScimContext,
    dialect: Dialect,
    { sortBy, descending }: Query,
    backward: boolean,
    isPart = false,
  ): Order {
    const attributes = this.table.attributes(context, dialect, invalidValue);
    const isForeign = isPart && sortBy && !attributes.resourceType.find(sortBy);
    const key = sortBy && (isForeign ? UNASSIGNED : sortKeyOf(attributes, sortBy));
    const usable = key && isPart ? { ...key, unique: false } : key;
    const order = new Order(usable, descending && key !== undefined, raw('id'), [raw('organizationId')]);
    return backward ? order.reversed() : order;
  }
}

/** By the id of the resource that they tell of. */
function grouped(records: readonly DatabaseRecord[]): Map<string, DatabaseRecord[]> {
  const groups = new Map<string, DatabaseRecord[]>();
  for (const record of records) {
    const id = String(record['id']);
    const group = groups.get(id);
    if (group) group.push(record);
    else groups.set(id, [record]);
  }
  return groups;
}

function overBudget(resources: number): ScimError {
  return tooMany(
    `The query compares too many values of ${resources} resources for this database: use fewer conditions, or join them by "and" to one that an index serves, such as userName, externalId, id or emails.value with eq`,
  );
}
