import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Connection, Transaction } from '../../database/connection.js';
import type { Dialect } from '../../database/dialect/dialect.js';
import type { Document } from '../attributes/document.js';
import { type AttributeTarget, documentPath, type ResourceType } from '../attributes/resource-type.js';
import type { Filter } from '../filter/ast.js';
import type { Page, Window } from '../paging/page.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { invalidFilter, invalidValue, type ScimError } from '../protocol/scim-error.js';
import { AttributeSql } from '../sql/attribute-sql.js';
import { FilterSql } from '../sql/filter-sql.js';
import { Order, type SortKey, sortKeyOf } from '../sql/order.js';
import { positionOf } from '../sql/position.js';
import type { ColumnPlace, Place, Storage } from '../sql/storage.js';
import type { Query } from './query.js';
import { totalOf } from './resource-counts.js';
import { keepUnique } from './unique-values.js';

/** What every resource has, as the services see it. */
export interface ResourceRow {
  readonly organizationId: string;
  readonly id: string;
  readonly document: Document;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly lastModifiedAt: number;
}

type Value = string | number | null;
type Columns = Readonly<Record<string, Value>>;
/** What resources without an attribute are sorted by. */
const UNASSIGNED: SortKey = { expression: raw('NULL'), always: false };
type DatabaseRecord = Record<string, unknown>;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The SQL of a resource type whose resources are rows of one table with a JSON document. */
export abstract class ResourceRepository<Row extends ResourceRow> {
  /** @param lastModifiedIndex the index of the table on `lastModifiedAt`, when it has one */
  constructor(
    protected readonly type: ResourceType,
    protected readonly tableName: string,
    private readonly lastModifiedIndex?: string,
  ) {}

  /** The columns that are made from a row for looking up, beside those of every resource. */
  protected abstract lookupColumns(row: Row, type: ResourceType): Columns;
  protected abstract toRow(record: DatabaseRecord): Row;
  /** Where attributes are that have no place in the JSON document of comparable values. */
  protected abstract place(path: string, context: ScimContext, dialect: Dialect): Place | undefined;

  /** The resource, or undefined; with `lock` nobody else changes it until the transaction ends. */
  async find(connection: Connection, organizationId: string, id: string, lock = false): Promise<Row | undefined> {
    if (!UUID.test(id)) return undefined;
    const record = await connection.row<DatabaseRecord>(sql`
      SELECT * FROM ${this.table} WHERE organizationId = ${organizationId} AND id = ${id}
      ${lock ? connection.dialect.forUpdate : raw('')}`);
    return record && this.toRow(record);
  }

  /** Resources of those ids that are there, in no order. */
  async findAll(connection: Connection, organizationId: string, ids: readonly string[]): Promise<Row[]> {
    if (ids.length === 0) return [];
    const records = await connection.rows<DatabaseRecord>(sql`
      SELECT * FROM ${this.table} WHERE organizationId = ${organizationId} AND id IN (${join(ids)})`);
    return records.map((record) => this.toRow(record));
  }

  /** A part of the results of a query, in the order of creation unless another is asked for. */
  async search(connection: Connection, context: ScimContext, query: Query, window: Window): Promise<Page<Row>> {
    const condition = this.condition(context, connection.dialect, query.filter);
    const { limit, offset, behind, backward } = window;
    const order = this.order(context, connection.dialect, query, backward);
    const hint = this.hint(connection.dialect, query, order);
    const records =
      limit === 0
        ? []
        : await connection.rows<DatabaseRecord>(sql`
            SELECT ${this.table}.*, ${order.column} FROM ${this.table} ${hint}
            WHERE ${condition} ${behind ? sql`AND ${order.behind(behind)}` : raw('')}
            ORDER BY ${order.terms} LIMIT ${limit} OFFSET ${offset}`);
    const items = records.map((record) => ({ item: this.toRow(record), position: positionOf(record) }));
    const isEnd = items.length < limit && (items.length > 0 || offset === 0) && !behind;
    if (isEnd) return { items, totalResults: offset + items.length };
    return { items, totalResults: await this.total(connection, context, query.filter) };
  }

  /**
   * A SELECT of ids and sort keys, as one part of a query over several resource types: as many results as a window
   * over all of them can show. An attribute that the type does not have is unassigned.
   */
  part(context: ScimContext, dialect: Dialect, query: Query, { limit, offset, behind, backward }: Window): Sql {
    const order = this.order(context, dialect, query, backward, true);
    return sql`SELECT id, sortKey_ FROM (
      SELECT id, ${order.column} FROM ${this.table} ${this.hint(dialect, query, order)}
      WHERE ${this.condition(context, dialect, query.filter, true)} ${behind ? sql`AND ${order.behind(behind)}` : raw('')}
      ORDER BY ${order.terms} LIMIT ${offset + limit}) ${raw(`${this.tableName}_part`)}`;
  }

  /** How many match; an attribute that the type does not have is unassigned. */
  async total(connection: Connection, context: ScimContext, filter: Filter | undefined): Promise<number> {
    if (!filter) return totalOf(connection, context.organizationId, this.type);
    const condition = this.condition(context, connection.dialect, filter, true);
    const row = await connection.row<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM ${this.table} WHERE ${condition}`,
    );
    return Number(row!.total);
  }

  /** @throws UniqueViolationError when a unique attribute is taken in the organization */
  async insert(transaction: Transaction, context: ScimContext, rows: readonly Row[]): Promise<void> {
    const type = context.extensions.of(this.type);
    const records = rows.map((row): Columns => {
      const { organizationId, id, createdAt } = row;
      return { organizationId, id, createdAt, ...this.columns(context, row) };
    });
    const names = join(Object.keys(records[0]!).map(raw));
    const values = records.map((record) => sql`(${join(Object.values(record))})`);
    await transaction.execute(sql`INSERT INTO ${this.table} (${names}) VALUES ${join(values)}`);
    for (const row of rows) await keepUnique(transaction, type, row, {}, row.document);
  }

  /** @throws UniqueViolationError when a unique attribute is taken in the organization */
  async update(transaction: Transaction, context: ScimContext, row: Row, before: Row): Promise<void> {
    const columns = Object.entries(this.columns(context, row));
    await transaction.execute(sql`
      UPDATE ${this.table} SET ${assignments(columns)} WHERE organizationId = ${row.organizationId} AND id = ${row.id}`);
    await keepUnique(transaction, context.extensions.of(this.type), row, before.document, row.document);
  }

  /** Resources that hold values of an extension, in the order of their ids. */
  async holding(connection: Connection, organizationId: string, urn: string, afterId: string, limit: number) {
    const holds = connection.dialect.jsonExists(raw('document'), [urn]);
    const records = await connection.rows<DatabaseRecord>(sql`
      SELECT * FROM ${this.table} WHERE organizationId = ${organizationId} AND id > ${afterId} AND ${holds}
      ORDER BY organizationId, id LIMIT ${limit}`);
    return records.map((record) => this.toRow(record));
  }

  /** Makes what is kept for looking up anew; the resource itself stays as it is. */
  async index(transaction: Transaction, row: Row, type: ResourceType): Promise<void> {
    const columns = Object.entries(this.lookupColumns(row, type));
    await transaction.execute(sql`
      UPDATE ${this.table} SET ${assignments(columns)} WHERE organizationId = ${row.organizationId} AND id = ${row.id}`);
    await keepUnique(transaction, type, row, {}, row.document);
  }

  async delete(transaction: Transaction, context: ScimContext, row: Row): Promise<void> {
    const { organizationId, id } = row;
    await transaction.execute(sql`DELETE FROM ${this.table} WHERE organizationId = ${organizationId} AND id = ${id}`);
    await keepUnique(transaction, context.extensions.of(this.type), row, row.document, {});
  }

  protected get table(): Sql {
    return raw(this.tableName);
  }

  protected commonRow(record: DatabaseRecord): ResourceRow {
    return {
      organizationId: String(record['organizationId']),
      id: String(record['id']),
      document: JSON.parse(String(record['document'])) as Document,
      version: Number(record['version']),
      createdAt: Number(record['createdAt']),
      lastModifiedAt: Number(record['lastModifiedAt']),
    };
  }

  protected filterSql(context: ScimContext, dialect: Dialect, tolerant = false): FilterSql {
    return new FilterSql(this.attributes(context, dialect, invalidFilter), context.profile, tolerant);
  }

  private condition(context: ScimContext, dialect: Dialect, filter: Filter | undefined, tolerant = false): Sql {
    const matches = filter ? sql` AND ${this.filterSql(context, dialect, tolerant).condition(filter)}` : raw('');
    return sql`organizationId = ${context.organizationId}${matches}`;
  }

  /** Left to itself, the optimizer reads half of a large organization for a page of it. */
  private hint(dialect: Dialect, { filter }: Query, { index }: Order): Sql {
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
    const attributes = this.attributes(context, dialect, invalidValue);
    const isForeign = isPart && sortBy && !attributes.resourceType.find(sortBy);
    const key = sortBy && (isForeign ? UNASSIGNED : sortKeyOf(attributes, sortBy));
    const usable = key && isPart ? { ...key, unique: false } : key;
    const order = new Order(usable, descending && key !== undefined, raw('id'), [raw('organizationId')]);
    return backward ? order.reversed() : order;
  }

  private columns(context: ScimContext, row: Row): Columns {
    const { document, version, lastModifiedAt } = row;
    const lookup = this.lookupColumns(row, context.extensions.of(this.type));
    return { document: JSON.stringify(document), version, lastModifiedAt, ...lookup };
  }

  private attributes(context: ScimContext, dialect: Dialect, refuse: (detail: string) => ScimError): AttributeSql {
    const storage: Storage = {
      document: raw(`${this.tableName}.searchKeys`),
      place: (target: AttributeTarget) => {
        const path = documentPath(target).join('.');
        return this.commonPlace(path, context, dialect) ?? this.place(path, context, dialect);
      },
    };
    return new AttributeSql(context.extensions.of(this.type), storage, dialect, refuse);
  }

  private commonPlace(path: string, { baseUrl }: ScimContext, dialect: Dialect): Place | undefined {
    const column = (name: string) => raw(`${this.tableName}.${name}`);
    const text = (expression: Sql): ColumnPlace => ({
      kind: 'column',
      expression: dialect.bytes(expression),
      form: 'text',
      always: true,
    });
    switch (path) {
      case 'id':
        return { kind: 'column', expression: column('id'), form: 'id', always: true, unique: true, index: 'PRIMARY' };
      case 'externalId':
        return { kind: 'column', expression: column('externalId'), form: 'text' };
      case 'meta.created':
        return { kind: 'column', expression: column('createdAt'), form: 'number', always: true };
      case 'meta.lastModified':
        return {
          kind: 'column',
          expression: column('lastModifiedAt'),
          form: 'number',
          always: true,
          index: this.lastModifiedIndex,
        };
      case 'meta.resourceType':
        return text(sql`${this.type.name}`);
      case 'meta.location':
        return text(sql`CONCAT(${`${baseUrl}${this.type.endpoint}/`}, ${column('id')})`);
      case 'meta.version':
        return text(sql`CONCAT(${'W/"'}, ${column('version')}, ${'"'})`);
      default:
        return undefined;
    }
  }
}

function assignments(columns: readonly [string, Value][]): Sql {
  return join(columns.map(([column, value]) => sql`${raw(column)} = ${value}`));
}
