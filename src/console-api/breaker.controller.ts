import { Body, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, IsOptional, IsUUID } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { SteppedUp } from '../access/fresh-proof.js';
import { isVersion, type ShownRemoval } from './holds/decision.js';
import { type HoldsProgress, HoldsService } from './holds/holds.service.js';
import { shownRemoval, shownStatus } from './holds/shown-hold.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { PageQuery } from '../platform/http/page-query.js';
import { invalid } from '../platform/http/problem.js';

class DecisionBody {
  @ApiProperty({
    type: [String],
    example: ['0192f0c1-2d3e-7f40-8a51-0123456789ab'],
    description: 'Ids of 1 to 100 people whose removal is held.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  ids: string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { '0192f0c1-2d3e-7f40-8a51-0123456789ab': '1764000000000.3.deactivate.confirmed.0' },
    description:
      'The `version` of each removal in the list. Removals that have changed since are left as they are and listed in `failed`.',
  })
  @IsOptional()
  @IsObject()
  versions?: Record<string, unknown>;
}

/** @throws Problem 400 when a version does not belong to its removal */
function shownIn({ ids, versions }: DecisionBody): ShownRemoval[] {
  if (versions === undefined) return ids.map((userId) => ({ userId }));
  return ids.map((userId) => {
    const version = Object.hasOwn(versions, userId) ? versions[userId] : undefined;
    if (isVersion(version)) return { userId, version };
    throw invalid('versions must contain, for each id, the version that the list of held removals shows');
  });
}

/** Removals of people that are held because they were too many. */
@ApiController(`${ORGANIZATION}/breaker`, 'Breaker')
export class BreakerController {
  constructor(private readonly holds: HoldsService) {}

  /** How many people were removed lately, and how many removals are held. */
  @Get()
  @ForAdmins()
  async status(@ActingAdmin() { organizationId, actor }: Acting) {
    return shownStatus(await this.holds.status(organizationId, actor));
  }

  @Get('held')
  @ForAdmins()
  async held(@ActingAdmin() { organizationId }: Acting, @Query() { after, limit }: PageQuery) {
    const removals = await this.holds.page(organizationId, after, limit);
    return { removals: removals.map(shownRemoval), next: removals.length < limit ? null : removals.at(-1)!.userId };
  }

  /** Makes removals that are held. */
  @Post('release')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  release(@ActingAdmin() { organizationId, actor }: Acting, @Body() body: DecisionBody) {
    return last(this.holds.release(organizationId, shownIn(body), actor));
  }

  /** Forgets removals that are held: these people stay. */
  @Post('discard')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  discard(@ActingAdmin() { organizationId, actor }: Acting, @Body() body: DecisionBody) {
    return this.holds.discard(organizationId, shownIn(body), actor);
  }
}

async function last(steps: AsyncIterable<HoldsProgress>): Promise<HoldsProgress> {
  let progress: HoldsProgress = { total: 0, done: 0, failed: [] };
  for await (progress of steps);
  return progress;
}
