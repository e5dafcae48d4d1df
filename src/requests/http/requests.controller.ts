import { Controller, Get, Param, Query, UseFilters, UsePipes, ValidationPipe } from '@nestjs/common';
import { ForAdmins, Member, type SignedIn } from '../../onboarding/http/member.guard.js';
import { ProblemFilter } from '../../onboarding/http/problem.filter.js';
import { ScimRequestsService } from '../scim-requests.service.js';
import { shownRequest, shownWithBody } from '../shown-request.js';
import { statusRange } from '../status-range.js';
import { RequestsQuery } from './requests-query.js';

/** The SCIM requests of an organization, for its admins. */
@Controller('api/v1/organizations/:organizationId/requests')
@UseFilters(ProblemFilter)
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class RequestsController {
  constructor(private readonly requests: ScimRequestsService) {}

  @Get()
  @ForAdmins()
  async list(@Member() { user }: SignedIn, @Query() query: RequestsQuery) {
    const { status, method, key: keyId, path, since, until, before, limit } = query;
    const statuses = status === undefined ? undefined : statusRange(status);
    const search = { statuses, method, keyId, path, since: timeOf(since), until: timeOf(until), before, limit };
    const { requests, next } = await this.requests.search(user.organizationId, search);
    return { requests: requests.map(shownRequest), next };
  }

  @Get(':id')
  @ForAdmins()
  async get(@Member() { user }: SignedIn, @Param('id') id: string) {
    return shownWithBody(await this.requests.get(user.organizationId, id));
  }
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}
