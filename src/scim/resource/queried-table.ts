import type { Sql } from 'sql-template-tag';
import type { Dialect } from '../../platform/database/dialect/dialect.js';
import type { ResourceType } from '../attributes/resource-type.js';
import type { Page, PageItem } from '../paging/page.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { ScimError } from '../protocol/scim-error.js';
import type { AttributeSql } from '../sql/attribute-sql.js';

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
