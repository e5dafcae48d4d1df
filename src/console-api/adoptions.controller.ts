import { Body, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsUUID } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { SteppedUp } from '../access/fresh-proof.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { PageQuery } from '../platform/http/page-query.js';
import { Problem } from '../platform/http/problem.js';
import { type Adoption, ADOPTION_STATES, type AdoptionState } from '../users/adoption/adoption.entity.js';
import { AdoptionsService } from '../users/adoption/adoptions.service.js';
import { shownAdoption } from '../users/adoption/shown-adoption.js';

class AdoptionsQuery extends PageQuery {
  @ApiProperty({ required: false, enum: ADOPTION_STATES, default: 'waiting' })
  @IsIn(ADOPTION_STATES)
  state: AdoptionState = 'waiting';
}

class DecisionBody {
  @ApiProperty({
    type: [String],
    example: ['0192f0c1-2d3e-7f40-8a51-0123456789ab'],
    description: 'Ids of 1 to 100 people whom an admin created.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  ids: string[];
}

/** People whom admins created and an identity provider wants to manage. */
@ApiController(`${ORGANIZATION}/adoptions`, 'Adoptions')
export class AdoptionsController {
  constructor(private readonly adoptions: AdoptionsService) {}

  /** Adoptions with the key and what it asked for; those that wait, unless `state` says otherwise. */
  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId }: Acting, @Query() { state, after, limit }: AdoptionsQuery) {
    const page = await this.adoptions.page(organizationId, state, after, limit);
    return { adoptions: page.map(shownAdoption), next: page.length < limit ? null : page.at(-1)!.userId };
  }

  /** The next write of the identity provider links these people, whatever it does. */
  @Post('approve')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  approve(@ActingAdmin() { organizationId, actor }: Acting, @Body() { ids }: DecisionBody) {
    return each(ids, (id) => this.adoptions.approve(organizationId, id, actor));
  }

  /** Refuses writes to these people, who are no longer listed as waiting. */
  @Post('refuse')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  refuse(@ActingAdmin() { organizationId, actor }: Acting, @Body() { ids }: DecisionBody) {
    return each(ids, (id) => this.adoptions.refuse(organizationId, id, actor));
  }
}

/** Decides on each person separately: a decision that fails says why. */
async function each(ids: readonly string[], decide: (id: string) => Promise<Adoption>) {
  const results = [];
  for (const id of ids) {
    const refusal = await decide(id).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Problem) return error;
        throw error;
      },
    );
    results.push(refusal ? { id, ok: false, reason: refusal.reason, detail: refusal.detail } : { id, ok: true });
  }
  return { results };
}
