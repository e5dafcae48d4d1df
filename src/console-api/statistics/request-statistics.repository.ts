import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import { firstIdAt } from '../../platform/ids/id-time.js';

/** Rows of a day that are counted; a busier day is shown as that many. */
export const MAX_A_DAY = 10_000;
/** The newest requests that failed, from which their causes are counted. */
const MAX_FAILURES = 1_000;

/** SCIM requests of a day. */
interface DayCount {
  readonly reads: number;
  readonly writes: number;
  readonly failed: number;
}

interface FailureCount {
  readonly status: number;
  readonly scimType: string | null;
  readonly count: number;
}

/** Counts over the log of SCIM requests, in narrow ranges of its indexes. Times are milliseconds since 1970. */
@Injectable()
export class RequestStatisticsRepository {
  async day(connection: Connection, organizationId: string, from: number, to: number): Promise<DayCount> {
    const rows = await connection.rows<{ isRead: unknown; isFailure: unknown; count: unknown }>(sql`
      SELECT isRead, isFailure, COUNT(*) AS count FROM (
        SELECT CASE WHEN method = 'GET' THEN 1 ELSE 0 END AS isRead, CASE WHEN status >= 400 THEN 1 ELSE 0 END AS isFailure
        FROM scim_requests ${connection.dialect.forceIndex('scim_requests_search')}
        WHERE organizationId = ${organizationId} AND id >= ${firstIdAt(from)} AND id < ${firstIdAt(to)}
        LIMIT ${MAX_A_DAY}) AS counted
      GROUP BY isRead, isFailure`);
    const of = (isRead: number, isFailure: number) =>
      Number(rows.find((row) => Number(row.isRead) === isRead && Number(row.isFailure) === isFailure)?.count ?? 0);
    return { reads: of(1, 0), writes: of(0, 0), failed: of(1, 1) + of(0, 1) };
  }

  /** Why requests failed, the most frequent first. */
  async failures(connection: Connection, organizationId: string, from: number): Promise<FailureCount[]> {
    const rows = await connection.rows<{ status: unknown; scimType: unknown; count: unknown }>(sql`
      SELECT r.status, r.scimType, SUM(r.requests) AS count FROM (
        SELECT id FROM scim_requests ${connection.dialect.forceIndex('scim_requests_search')}
        WHERE organizationId = ${organizationId} AND id >= ${firstIdAt(from)} AND status >= 400
        ORDER BY organizationId DESC, id DESC LIMIT ${MAX_FAILURES}) AS failed
      JOIN scim_requests r ON r.organizationId = ${organizationId} AND r.id = failed.id
      GROUP BY r.status, r.scimType ORDER BY count DESC, r.status`);
    return rows.map(({ status, scimType, count }) => ({
      status: Number(status),
      scimType: scimType === null ? null : String(scimType),
      count: Number(count),
    }));
  }

  /** When the last request came. @param below with a status below that one */
  async last(connection: Connection, organizationId: string, from: number, below: number): Promise<number | null> {
    const row = await connection.row<{ id: string }>(sql`
      SELECT id FROM scim_requests ${connection.dialect.forceIndex('scim_requests_search')}
      WHERE organizationId = ${organizationId} AND id >= ${firstIdAt(from)} AND status < ${below}
      ORDER BY organizationId DESC, id DESC LIMIT 1`);
    return row ? Number.parseInt(row.id.slice(0, 8) + row.id.slice(9, 13), 16) : null;
  }
}
