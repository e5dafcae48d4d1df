import { Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../../../access/admin.guard.js';
import { ApiController, ORGANIZATION } from '../../../access/http/api-controller.js';
import { shownEntry } from '../shown-entry.js';
import { TimelineService } from '../timeline.service.js';
import { Limit } from '../../../platform/http/page-query.js';

const MAX_PAGE = 200;

class TimelineQuery {
  @ApiProperty({ required: false, description: '`next` of the page before.' })
  @IsOptional()
  @IsString()
  before?: string;

  @Limit(50, MAX_PAGE)
  limit: number = 50;
}

/** What happened to a person, for admins. */
@ApiController(`${ORGANIZATION}/members`, 'People')
export class TimelineController {
  constructor(private readonly timeline: TimelineService) {}

  @Get(':id/timeline')
  @ForAdmins()
  async page(
    @ActingAdmin() { organizationId }: Acting,
    @Param('id') id: string,
    @Query() { before, limit }: TimelineQuery,
  ) {
    const { entries, next, isComplete } = await this.timeline.page(organizationId, id, before, limit);
    return { entries: entries.map(shownEntry), next, isComplete };
  }
}
