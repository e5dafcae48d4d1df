import { Body, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsUUID } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { SteppedUp } from '../access/fresh-proof.js';
import { HoldsService } from './holds/holds.service.js';
import { Problem } from '../platform/http/problem.js';
import { reasonOf } from '../scim/http/scim-error-of.js';
import { MembersService } from '../onboarding/members.service.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { AdoptionsService } from '../users/adoption/adoptions.service.js';
import { shownDecision } from '../users/adoption/shown-adoption.js';
import { UsersService } from '../users/users.service.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { isoTime } from '../platform/time.js';

const ACTIONS = ['invite', 'resend', 'resetKey', 'revoke', 'restore', 'remove'] as const;
type Action = (typeof ACTIONS)[number];

class ActionBody {
  @ApiProperty({ enum: ACTIONS })
  @IsIn(ACTIONS)
  action: Action;

  @ApiProperty({
    type: [String],
    example: ['0192f0c1-2d3e-7f40-8a51-0123456789ab'],
    description: 'Ids of 1 to 100 people.',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  ids: string[];
}

interface ActionResult {
  readonly id: string;
  readonly ok: boolean;
  /** Where a key was reset: whether the person is an admin again once confirmed. */
  readonly adminKept?: boolean;
  /** For programs, where it is not. */
  readonly reason?: string;
  readonly detail?: string;
}

/** As SCIM shows them of a user. */
interface ScimGroupOfUser {
  readonly value: string;
  readonly display: string;
  readonly type: 'direct' | 'indirect';
}

/** One person as SCIM has them, and what is done with many at once. */
@ApiController(ORGANIZATION, 'People')
export class MembersApiController {
  constructor(
    private readonly members: MembersService,
    private readonly users: UsersService,
    private readonly holds: HoldsService,
    private readonly adoptions: AdoptionsService,
  ) {}

  /** A person with groups, the removal that is held, what is decided on an adoption, and the attributes that the identity provider has sent. */
  @Get('members/:id')
  @ForAdmins()
  async get(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    const view = await this.members.get(organizationId, id);
    const context = await this.members.contextOf(organizationId, actor);
    const { body } = await this.users.get(context, view.id, { attributes: [], excludedAttributes: [] });
    const { groups = [] } = body as { groups?: ScimGroupOfUser[] };
    const removal = await this.holds.find(organizationId, view.id);
    const adoption = await this.adoptions.find(organizationId, view.id);
    return {
      ...view,
      groups: groups.map(({ value, display, type }) => ({
        id: value,
        displayName: display,
        isDirect: type === 'direct',
      })),
      held: removal ? { kind: removal.kind, firstAsked: isoTime(removal.firstAskedAt) } : null,
      adoption: adoption ? shownDecision(adoption) : null,
      resource: body,
    };
  }

  /** Does the same with several people, each for itself: what cannot be done with one says why. */
  @Post('member-actions')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  async act(@ActingAdmin() { organizationId, actor }: Acting, @Body() { action, ids }: ActionBody) {
    const results: ActionResult[] = [];
    for (const id of ids) {
      try {
        const member = await this.members[action](organizationId, id, actor);
        results.push({ id, ok: true, ...(action === 'resetKey' && { adminKept: Boolean(member?.isAdmin) }) });
      } catch (error) {
        if (!(error instanceof Problem || error instanceof ScimError)) throw error;
        const reason = error instanceof Problem ? error.reason : reasonOf(error);
        results.push({ id, ok: false, reason, detail: error.detail });
      }
    }
    return { results };
  }
}
