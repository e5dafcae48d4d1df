import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Connection, Transaction } from '../../database/connection.js';
import type { Dialect } from '../../database/dialect/dialect.js';
import type { Document } from '../attributes/document.js';
import { type AttributeTarget, documentPath, type ResourceType } from '../attributes/resource-type.js';
import type { Filter } from '../filter/ast.js';
import { SqlCompiler } from '../filter/sql-compiler.js';
import type { ColumnPlace, Place, Storage } from '../filter/storage.js';
import type { ScimContext } from '../protocol/scim-context.js';

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

export interface Page<Row> {
  readonly rows: Row[];
  readonly totalResults: number;
}

type Value = string | number | null;
export type Columns = Readonly<Record<string, Value>>;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The SQL of a resource type whose resources are rows of one table with a JSON document. */
export abstract class ResourceRepository<Row extends ResourceRow> {
  constructor(
    protected readonly type: ResourceType,
    protected readonly tableName: string,
  ) {}

  /** The columns that are made from a row for looking up, beside those of every resource. */
  protected abstract lookupColumns(row: Row): Columns;
  protected abstract toRow(record: Record<string, unknown>): Row;
  /** Where attributes are that have no place in the JSON document of comparable values. */
  protected abstract place(path: string, context: ScimContext, dialect: Dialect): Place | undefined;

  /** The resource, or undefined; with `lock` nobody else changes it until the transaction ends. */
  async find(connection: Connection, organizationId: string, id: string, lock = false): Promise<Row | undefined> {
    if (!UUID.test(id)) return undefined;
    const record = await connection.row<Record<string, unknown>>(sql`
      SELECT * FROM ${this.table} WHERE organizationId = ${organizationId} AND id = ${id}
      ${lock ? connection.dialect.forUpdate : raw('')}`);
    return record && this.toRow(record);
  }

  /** A page in the order of creation, and the number of all that match. */
  async search(
    connection: Connection,
    context: ScimContext,
    { filter, startIndex, count }: { filter?: Filter; startIndex: number; count: number },
  ): Promise<Page<Row>> {
    const condition = sql`organizationId = ${context.organizationId}${filter ? sql` AND ${this.compiler(context, connection.dialect).compile(filter)}` : raw('')}`;
    const records =
      count === 0
        ? []
        : await connection.rows<Record<string, unknown>>(sql`
            SELECT * FROM ${this.table} WHERE ${condition} ORDER BY organizationId, id LIMIT ${count} OFFSET ${startIndex - 1}`);
    const rows = records.map((record) => this.toRow(record));
    if (rows.length < count && (rows.length > 0 || startIndex === 1))
      return { rows, totalResults: startIndex - 1 + rows.length };
    const total = await connection.row<{ total: number }>(
      sql`SELECT COUNT(*) AS total FROM ${this.table} WHERE ${condition}`,
    );
    return { rows, totalResults: Number(total!.total) };
  }

  /** @throws UniqueViolationError when a unique attribute is taken in the organization */
  async insert(transaction: Transaction, row: Row): Promise<void> {
    const { organizationId, id, createdAt } = row;
    const columns = { organizationId, id, createdAt, ...this.columns(row) };
    await transaction.execute(sql`
      INSERT INTO ${this.table} (${join(Object.keys(columns).map(raw))}) VALUES (${join(Object.values(columns))})`);
  }

  /** @throws UniqueViolationError when a unique attribute is taken in the organization */
  async update(transaction: Transaction, row: Row, _before: Row): Promise<void> {
    const assignments = Object.entries(this.columns(row)).map(([column, value]) => sql`${raw(column)} = ${value}`);
    await transaction.execute(sql`
      UPDATE ${this.table} SET ${join(assignments)} WHERE organizationId = ${row.organizationId} AND id = ${row.id}`);
  }

  async delete(transaction: Transaction, { organizationId, id }: Row): Promise<void> {
    await transaction.execute(sql`DELETE FROM ${this.table} WHERE organizationId = ${organizationId} AND id = ${id}`);
  }

  protected get table(): Sql {
    return raw(this.tableName);
  }

  protected commonRow(record: Record<string, unknown>): ResourceRow {
    return {
      organizationId: String(record['organizationId']),
      id: String(record['id']),
      document: JSON.parse(String(record['document'])) as Document,
      version: Number(record['version']),
      createdAt: Number(record['createdAt']),
      lastModifiedAt: Number(record['lastModifiedAt']),
    };
  }

  private columns(row: Row): Columns {
    const { document, version, lastModifiedAt } = row;
    return { document: JSON.stringify(document), version, lastModifiedAt, ...this.lookupColumns(row) };
  }

  protected compiler(context: ScimContext, dialect: Dialect): SqlCompiler {
    const storage: Storage = {
      document: raw(`${this.tableName}.searchKeys`),
      place: (target: AttributeTarget) => {
        const path = documentPath(target).join('.');
        return this.commonPlace(path, context, dialect) ?? this.place(path, context, dialect);
      },
    };
    return new SqlCompiler(this.type, storage, dialect, context.profile);
  }

  private commonPlace(path: string, { baseUrl }: ScimContext, dialect: Dialect): Place | undefined {
    const column = (name: string) => raw(`${this.tableName}.${name}`);
    const text = (expression: Sql): ColumnPlace => ({
      kind: 'column',
      expression: dialect.bytes(expression),
      form: 'text',
    });
    switch (path) {
      case 'id':
        return { kind: 'column', expression: column('id'), form: 'id' };
      case 'externalId':
        return { kind: 'column', expression: column('externalId'), form: 'text' };
      case 'meta.created':
        return { kind: 'column', expression: column('createdAt'), form: 'number' };
      case 'meta.lastModified':
        return { kind: 'column', expression: column('lastModifiedAt'), form: 'number' };
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
