import sql, { raw } from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import type { Dialect } from '../../platform/database/dialect/dialect.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { invalidFilter, type ScimError, tooMany } from '../protocol/scim-error.js';
import { type ListLength, QueryBudget } from '../sql/query-budget.js';
import type { Query } from './query.js';
import type { QueryClauses } from './query-clauses.js';
import { resourcesOf } from './resource-counts.js';

/** Bytes of a document that are parsed in the time in which one value is compared. */
const BYTES_PER_VALUE = 32;

/** Refuses queries that would take too long. */
export class ResourceBudget<Row> {
  constructor(private readonly clauses: QueryClauses<Row>) {}

  /**
   * Where nothing else runs during a statement, one that would take long is not begun. How long lists are is counted only
   * for a query that looks into some.
   * @param times how often the query runs for one answer
   * @throws ScimError tooMany
   */
  async check(connection: Connection, context: ScimContext, query: Query, times = 1): Promise<void> {
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
    const attributes = this.clauses.table.attributes(context, dialect, invalidFilter);
    const budget = new QueryBudget(attributes, this.clauses.filterSql(context, dialect), lengthOf);
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
        ? sql`SELECT SUM(octet_length(searchKeys)) / ${BYTES_PER_VALUE} AS total FROM ${this.clauses.tableName}
            WHERE organizationId = ${organizationId}`
        : sql`SELECT COUNT(*) AS total FROM
            (SELECT 1 FROM ${raw(table)} WHERE organizationId = ${organizationId} LIMIT ${most}) AS some`,
    );
    return Number(row!.total ?? 0);
  }
}

function overBudget(resources: number): ScimError {
  return tooMany(
    `The query compares too many values of ${resources} resources for this database: use fewer conditions, or join them by "and" to one that an index serves, such as userName, externalId, id or emails.value with eq`,
  );
}
