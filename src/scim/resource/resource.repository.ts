import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import type { Dialect } from '../../platform/database/dialect/dialect.js';
import { isId } from '../../platform/ids/new-id.js';
import type { Document } from '../attributes/document.js';
import { documentPath, type ResourceType } from '../attributes/resource-type.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { ScimError } from '../protocol/scim-error.js';
import { AttributeSql } from '../sql/attribute-sql.js';
import type { Storage } from '../sql/storage.js';
import type { DatabaseRecord } from './queried-table.js';
import { ResourceQueries } from './resource-queries.js';
import { ResourceStorage, type ResourceTable, type Value } from './resource-storage.js';
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

type Columns = Readonly<Record<string, Value>>;

/** Rows of one statement: SQLite takes 32,766 values. */
const ROWS_AT_ONCE = 1_000;
/** What is read of every resource; what is made for looking up is not. */
const READ = ['organizationId', 'id', 'document', 'version', 'createdAt', 'lastModifiedAt'];

/** The SQL of a resource type whose resources are rows of one table with a JSON document. */
export class ResourceRepository<Row extends ResourceRow = ResourceRow> {
  readonly queries: ResourceQueries<Row>;
  /** The columns that a row is made of. */
  private readonly read: Sql;
  private readonly table: Sql;
  private readonly storage: ResourceStorage;

  constructor(
    protected readonly type: ResourceType,
    table: ResourceTable,
  ) {
    const { name, columns = [], idIndex = 'PRIMARY' } = table;
    this.table = raw(name);
    this.storage = new ResourceStorage(type, table);
    this.read = raw([...READ, ...columns].map((column) => `${name}.${column}`).join(', '));
    this.queries = new ResourceQueries<Row>({
      type,
      name,
      columns: this.read,
      idIndex,
      attributes: (context, dialect, refuse) => this.attributes(context, dialect, refuse),
      toRow: (record) => this.toRow(record),
    });
  }

  /** The resource, or undefined; with `lock` nobody else changes it until the transaction ends. */
  async find(connection: Connection, organizationId: string, id: string, lock = false): Promise<Row | undefined> {
    if (!isId(id)) return undefined;
    const record = await connection.row<DatabaseRecord>(sql`
      SELECT ${this.read} FROM ${this.table} WHERE organizationId = ${organizationId} AND id = ${id}
      ${lock ? connection.dialect.forUpdate : raw('')}`);
    return record && this.toRow(record);
  }

  /** Resources of those ids that are there, in no order. */
  async findAll(connection: Connection, organizationId: string, ids: readonly string[]): Promise<Row[]> {
    if (ids.length === 0) return [];
    const records = await connection.rows<DatabaseRecord>(sql`
      SELECT ${this.read} FROM ${this.table} WHERE organizationId = ${organizationId} AND id IN (${join(ids)})`);
    return records.map((record) => this.toRow(record));
  }

  /** @throws UniqueViolationError when a unique attribute is taken in the organization */
  async insert(transaction: Transaction, context: ScimContext, rows: readonly Row[]): Promise<void> {
    const type = context.extensions.of(this.type);
    const records = rows.map((row): Columns => {
      const { organizationId, id, createdAt } = row;
      return { organizationId, id, createdAt, ...this.columns(context, row) };
    });
    const names = join(Object.keys(records[0]!).map(raw));
    for (let start = 0; start < records.length; start += ROWS_AT_ONCE) {
      const values = records.slice(start, start + ROWS_AT_ONCE).map((record) => sql`(${join(Object.values(record))})`);
      await transaction.execute(sql`INSERT INTO ${this.table} (${names}) VALUES ${join(values)}`);
    }
    for (const row of rows) await keepUnique(transaction, type, row, {}, row.document);
  }

  /** @throws UniqueViolationError when a unique attribute is taken in the organization */
  async update(transaction: Transaction, context: ScimContext, row: Row, before: Row): Promise<void> {
    const old = this.columns(context, before);
    const columns = Object.entries(this.columns(context, row)).filter(([name, value]) => value !== old[name]);
    await transaction.execute(sql`
      UPDATE ${this.table} SET ${assignments(columns)} WHERE organizationId = ${row.organizationId} AND id = ${row.id}`);
    await keepUnique(transaction, context.extensions.of(this.type), row, before.document, row.document);
  }

  /** Resources that hold values of an extension, in the order of their ids; nobody else changes them meanwhile. */
  async holding(transaction: Transaction, organizationId: string, urn: string, afterId: string, limit: number) {
    const holds = transaction.dialect.jsonExists(raw('document'), [urn]);
    const records = await transaction.rows<DatabaseRecord>(sql`
      SELECT ${this.read} FROM ${this.table} WHERE organizationId = ${organizationId} AND id > ${afterId} AND ${holds}
      ORDER BY organizationId, id LIMIT ${limit} ${transaction.dialect.forUpdate}`);
    return records.map((record) => this.toRow(record));
  }

  /** Rebuilds the look-up columns; the resource itself stays as it is. */
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

  /** Where this type's attributes are, as one organization has them. */
  attributes(context: ScimContext, dialect: Dialect, refuse: (detail: string) => ScimError): AttributeSql {
    const storage: Storage = {
      document: sql`${this.table}.searchKeys`,
      storageOf: (target) => this.storage.storageOf(documentPath(target).join('.'), context, dialect),
    };
    return new AttributeSql(context.extensions.of(this.type), storage, dialect, context.profile, refuse);
  }

  /** What a client reads when a unique index refuses a row: which attribute's value is taken. */
  takenBy(index: string | undefined): string | undefined {
    return this.storage.takenBy(index);
  }

  protected toRow(record: DatabaseRecord): Row {
    return this.commonRow(record) as Row;
  }

  /** The columns that a row has beside its document. */
  protected ownColumns(_row: Row): Columns {
    return {};
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

  private columns(context: ScimContext, row: Row): Columns {
    const { document, version, lastModifiedAt } = row;
    const lookup = this.lookupColumns(row, context.extensions.of(this.type));
    return { document: JSON.stringify(document), version, lastModifiedAt, ...lookup };
  }

  private lookupColumns(row: Row, type: ResourceType): Columns {
    return { ...this.storage.lookupColumns(row.document, type), ...this.ownColumns(row) };
  }
}

function assignments(columns: readonly [string, Value][]): Sql {
  return join(columns.map(([column, value]) => sql`${raw(column)} = ${value}`));
}
