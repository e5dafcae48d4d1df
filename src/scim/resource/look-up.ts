import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import type { ScimContext } from '../protocol/scim-context.js';
import type { QueryClauses } from './query-clauses.js';
import type { DatabaseRecord, FoundItem, JoinedColumns } from './queried-table.js';

/** Rows that are read of few resources and what is beside them. Each has the whole document: of more, the two are read apart. */
const MOST_JOINED_ROWS = 32;

/** Finds few resources, in one round trip with what is beside them. */
export class LookUp<Row> {
  constructor(private readonly clauses: QueryClauses<Row>) {}

  /** The resource of an id, in one round trip with what is beside it. */
  async byId(
    connection: Connection,
    { organizationId }: ScimContext,
    id: string,
    joined: JoinedColumns,
  ): Promise<FoundItem<Row> | undefined> {
    const { tableName } = this.clauses;
    const condition = sql`${tableName}.organizationId = ${organizationId} AND ${tableName}.id = ${id}`;
    const records = await this.records(connection, raw('SELECT'), condition, MOST_JOINED_ROWS, joined);
    const [first] = records;
    const areAll = records.length < MOST_JOINED_ROWS;
    return first && { ...this.clauses.item(first), computed: areAll ? joined.compute(records) : undefined };
  }

  /**
   * All that match in the order of their ids, or undefined where they are more than the limit. They are put in order
   * here: the database would write whole rows into a table of its own for it, be it only one.
   * @param joined is left out where it makes too many rows
   */
  async find(
    connection: Connection,
    condition: Sql,
    limit: number,
    joined?: JoinedColumns,
  ): Promise<FoundItem<Row>[] | undefined> {
    const most = joined ? MOST_JOINED_ROWS : limit + 1;
    const records = await this.records(connection, connection.dialect.boundedSelect, condition, most, joined);
    const byId = grouped(records);
    if (byId.size > limit) return undefined;
    if (joined && records.length === most) return this.find(connection, condition, limit);
    const inOrder = [...byId].toSorted(([left], [right]) => (left < right ? -1 : 1));
    return inOrder.map(([, rows]) => ({ ...this.clauses.item(rows[0]!), computed: joined?.compute(rows) }));
  }

  private records(
    connection: Connection,
    select: Sql,
    condition: Sql,
    most: number,
    joined?: JoinedColumns,
  ): Promise<DatabaseRecord[]> {
    const columns = joined ? sql`${this.clauses.table.columns}, ${joined.columns}` : this.clauses.table.columns;
    return connection.rows(
      sql`${select} ${columns} FROM ${this.clauses.tableName} ${joined?.joins ?? empty} WHERE ${condition} LIMIT ${most}`,
    );
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
