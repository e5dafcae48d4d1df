import { Get, Param, Query } from '@nestjs/common';
import { type Acting, ActingAdmin, ForAdmins } from '../../../access/admin.guard.js';
import { millisecondsOf } from '../../../platform/http/is-time.js';
import { ApiController, ORGANIZATION } from '../../../access/http/api-controller.js';
import { ScimRequestsService } from '../scim-requests.service.js';
import { shownRequest, shownWithBody } from '../shown-request.js';
import { statusRange } from '../status-range.js';
import { RequestsQuery } from './requests-query.js';

/** The SCIM requests of an organization, for its admins. */
@ApiController(`${ORGANIZATION}/requests`, 'Requests')
export class RequestsController {
  constructor(private readonly requests: ScimRequestsService) {}

  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId }: Acting, @Query() query: RequestsQuery) {
    const { status, method, key: keyId, path, warning, ignored, since, until, before, limit } = query;
    const statuses = status === undefined ? undefined : statusRange(status);
    const times = { since: millisecondsOf(since), until: millisecondsOf(until) };
    const search = { statuses, method, keyId, path, warning, ignored, ...times, before, limit };
    const { requests, next } = await this.requests.search(organizationId, search);
    return { requests: requests.map(shownRequest), next };
  }

  @Get(':id')
  @ForAdmins()
  async get(@ActingAdmin() { organizationId }: Acting, @Param('id') id: string) {
    return shownWithBody(await this.requests.get(organizationId, id));
  }
}
