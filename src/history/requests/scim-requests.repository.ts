import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { In, Repository } from 'typeorm';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { type OrganizationSettings, settingsOf } from '../../organizations/organization-settings.js';
import type { RequestWarning } from '../../scim/protocol/request-warning.js';
import { RecordedRequest } from './scim-request.entity.js';

const SEARCH = 'scim_requests_search';
/** As many as there often are, so that the statement comes again and again, and is prepared. */
const ROWS_PER_INSERT = 50;
const LISTED = [
  'organizationId',
  'id',
  'requestId',
  'time',
  'method',
  'path',
  'filter',
  'status',
  'scimType',
  'detail',
  'duration',
  'keyId',
  'client',
  'address',
  'resourceId',
  'operations',
  'failedOperations',
  'requests',
  'warning',
  'ignored',
] as const satisfies readonly (keyof RecordedRequest)[];
const COLUMNS = [...LISTED, 'body'] as const;

/** A row without the body. */
export type ListedRequest = Omit<RecordedRequest, 'body'>;

/** What is looked for; what is absent is not asked for. */
export interface RequestConditions {
  /** From the first to the last, both included. */
  readonly statuses?: readonly [number, number];
  readonly method?: string;
  readonly keyId?: string;
  /** How the path starts. */
  readonly path?: string;
  readonly warning?: RequestWarning;
  /** Only those of which something was left out. */
  readonly ignored?: true;
}

/** Ids between which requests are looked for: from the first, before the last. */
interface IdRange {
  readonly from?: string;
  readonly before?: string;
}

/** The log of SCIM requests. */
@Injectable()
export class ScimRequestsRepository {
  constructor(@InjectRepository(RecordedRequest) private readonly requests: Repository<RecordedRequest>) {}

  async insert(transaction: Transaction, requests: readonly RecordedRequest[]): Promise<void> {
    for (let start = 0; start < requests.length; start += ROWS_PER_INSERT)
      await transaction.execute(sql`
        INSERT INTO scim_requests (${raw(COLUMNS.join())})
        VALUES ${join(requests.slice(start, start + ROWS_PER_INSERT).map(valuesOf))}`);
  }

  /** Counts requests in a row, which is made where it is not there. */
  async count(transaction: Transaction, row: RecordedRequest, number: number): Promise<void> {
    const counted = await transaction.execute(sql`
      UPDATE scim_requests SET requests = requests + ${number}
      WHERE organizationId = ${row.organizationId} AND id = ${row.id}`);
    if (counted === 0) await this.insert(transaction, [{ ...row, requests: number }]);
  }

  /** The settings of those organizations that there are, by their ids. */
  async settingsOf(
    connection: Connection,
    organizationIds: readonly string[],
  ): Promise<Map<string, Readonly<OrganizationSettings>>> {
    const rows = await connection.rows<{ id: string; settings: string | null }>(
      sql`SELECT id, settings FROM organizations WHERE id IN (${join(organizationIds)})`,
    );
    return new Map(rows.map(({ id, settings }) => [id, settingsOf(settings)]));
  }

  /** The newest that fulfil conditions. The range bounds what is read for it. */
  async search(
    connection: Connection,
    organizationId: string,
    conditions: RequestConditions,
    range: IdRange,
    limit: number,
  ): Promise<ListedRequest[]> {
    const found = await connection.rows<{ id: string }>(sql`
      SELECT id FROM scim_requests ${connection.dialect.forceIndex(SEARCH)}
      WHERE organizationId = ${organizationId} ${within(range)} ${fulfilling(conditions)}
      ORDER BY organizationId DESC, id DESC LIMIT ${limit}`);
    const ids = found.map(({ id }) => id);
    return this.named(connection, organizationId, ids);
  }

  /** Those of some ids, newest first. */
  async named(connection: Connection, organizationId: string, ids: readonly string[]): Promise<ListedRequest[]> {
    if (ids.length === 0) return [];
    return connection.of(this.requests).find({
      select: Object.fromEntries(LISTED.map((column) => [column, true])),
      where: { organizationId, id: In(ids) },
      order: { id: 'DESC' },
    });
  }

  /** By its own id, or the newest with that X-Request-Id. */
  async find(connection: Connection, organizationId: string, id: string): Promise<RecordedRequest | null> {
    const requests = connection.of(this.requests);
    const own = await requests.findOneBy({ organizationId, id });
    return own ?? requests.findOne({ where: { organizationId, requestId: id }, order: { id: 'DESC' } });
  }

  /** The id of the request that so many newer ones of the range come before. */
  async nth(
    connection: Connection,
    organizationId: string,
    number: number,
    range: IdRange = {},
    withoutKey = false,
  ): Promise<string | undefined> {
    const row = await connection.row<{ id: string }>(sql`
      SELECT id FROM scim_requests ${connection.dialect.forceIndex(SEARCH)}
      WHERE organizationId = ${organizationId} ${within(range)} ${withoutKey ? sql`AND keyId IS NULL` : empty}
      ORDER BY organizationId DESC, id DESC LIMIT 1 OFFSET ${number}`);
    return row?.id;
  }

  /** Forgets the oldest of those before an id. @returns how many */
  forget(
    transaction: Transaction,
    organizationId: string,
    before: string,
    limit: number,
    withoutKey = false,
  ): Promise<number> {
    return transaction.execute(sql`
      DELETE FROM scim_requests WHERE organizationId = ${organizationId} AND id < ${before}
      ${withoutKey ? sql`AND keyId IS NULL` : empty} ORDER BY organizationId, id LIMIT ${limit}`);
  }
}

function within({ from, before }: IdRange): Sql {
  return sql`${from === undefined ? empty : sql`AND id >= ${from}`} ${before === undefined ? empty : sql`AND id < ${before}`}`;
}

function fulfilling({ statuses, method, keyId, path, warning, ignored }: RequestConditions): Sql {
  const conditions = [
    statuses && sql`AND status BETWEEN ${statuses[0]} AND ${statuses[1]}`,
    method !== undefined && sql`AND method = ${method}`,
    keyId !== undefined && sql`AND keyId = ${keyId}`,
    path !== undefined && sql`AND SUBSTR(path, 1, ${path.length}) = ${path}`,
    warning !== undefined && sql`AND warning = ${warning}`,
    ignored && sql`AND ignored IS NOT NULL`,
  ].filter((condition) => typeof condition === 'object');
  return conditions.length === 0 ? empty : join(conditions, ' ');
}

function valuesOf(request: RecordedRequest): Sql {
  return sql`(${join(COLUMNS.map((column) => request[column]))})`;
}
