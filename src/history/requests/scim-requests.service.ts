import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/http/problem.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { firstIdAt } from '../../platform/ids/id-time.js';
import type { RecordedRequest } from './scim-request.entity.js';
import { type ListedRequest, type RequestConditions, ScimRequestsRepository } from './scim-requests.repository.js';

/** Requests that one search looks at: few fulfil its conditions, and it goes on from there. */
const MAX_LOOKED_AT = 10_000;

export interface RequestSearch extends RequestConditions {
  /** Milliseconds since 1970, as in `until`; included. */
  readonly since?: number;
  /** Not included. */
  readonly until?: number;
  /** Only older ones than that: the `next` of the page before. */
  readonly before?: string;
  readonly limit: number;
}

interface RequestPage {
  /** Newest first. */
  readonly requests: readonly ListedRequest[];
  /** What the next page is `before`; null when there is none. There may be one after a page that is not full. */
  readonly next: string | null;
}

/** The log of SCIM requests, for admins and operators. */
@Injectable()
export class ScimRequestsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly requests: ScimRequestsRepository,
  ) {}

  /** @throws OrganizationError */
  async search(organizationId: string, search: RequestSearch): Promise<RequestPage> {
    await this.organizations.get(organizationId);
    const { statuses, method, keyId, path, warning, ignored, since, until, limit } = search;
    const conditions = { statuses, method, keyId, path, warning, ignored };
    const isPicky = Object.values(conditions).some((condition) => condition !== undefined);
    const end = until === undefined ? undefined : firstIdAt(until);
    const before = earlier(search.before, end);
    const from = since === undefined ? undefined : firstIdAt(since);
    return this.unitOfWork.read(async (connection) => {
      const last = isPicky
        ? await this.requests.nth(connection, organizationId, MAX_LOOKED_AT - 1, { from, before })
        : undefined;
      const range = { from: last ?? from, before };
      const requests = await this.requests.search(connection, organizationId, conditions, range, limit);
      return { requests, next: (requests.length === limit ? requests.at(-1)!.id : last) ?? null };
    });
  }

  /** @param id of the request, or its X-Request-Id @throws OrganizationError, Problem 404 */
  async get(organizationId: string, id: string): Promise<RecordedRequest> {
    await this.organizations.get(organizationId);
    const request = await this.unitOfWork.read((connection) => this.requests.find(connection, organizationId, id));
    if (!request) throw notFound('request');
    return request;
  }
}

function earlier(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return left < right ? left : right;
}
