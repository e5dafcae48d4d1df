import { Body, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { EntitlementsService, RolesService } from '../governance/grantable.service.js';
import { MembersService } from '../onboarding/members.service.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { Idempotent } from '../platform/http/idempotency/idempotent.decorator.js';
import { PageQuery } from '../platform/http/page-query.js';

const SHOWN = { attributes: ['displayName', 'description'], excludedAttributes: [] };

class NewGrantableBody {
  @ApiProperty({ example: 'Editor' })
  @IsString()
  @Length(1, 200)
  displayName: string;

  @ApiProperty({ required: false, example: 'Writes and publishes' })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  description?: string;
}

interface Grantable {
  readonly id: string;
  readonly displayName: string;
  readonly description?: string;
}

/** What people can be granted. */
abstract class GrantableController {
  protected abstract readonly resources: RolesService | EntitlementsService;
  protected abstract readonly members: MembersService;

  /** By name. */
  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId, actor }: Acting, @Query() { after, limit }: PageQuery) {
    const context = await this.members.contextOf(organizationId, actor);
    const paging = { descending: false, startIndex: 1, count: limit, cursor: after };
    const found = await this.resources.search(context, { ...SHOWN, ...paging, sortBy: 'displayName' });
    const { Resources = [], nextCursor = null } = found as { Resources?: Grantable[]; nextCursor?: string };
    return { [this.resources.type.endpoint.slice(1).toLowerCase()]: Resources.map(shown), next: nextCursor };
  }

  /** Identity providers find it from then on. */
  @Post()
  @Idempotent()
  @ForAdmins()
  async create(
    @ActingAdmin() { organizationId, actor }: Acting,
    @Body() { displayName, description }: NewGrantableBody,
  ) {
    const context = await this.members.contextOf(organizationId, actor);
    const body = { schemas: [this.resources.type.schema.id], displayName, description };
    const { id } = await this.resources.create(context, body, SHOWN);
    return shown({ id, displayName, description });
  }

  /** People who have it keep it until their identity provider says otherwise. */
  @Delete(':id')
  @HttpCode(204)
  @ForAdmins()
  async remove(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    await this.resources.delete(await this.members.contextOf(organizationId, actor), id, undefined);
  }
}

@ApiController(`${ORGANIZATION}/roles`, 'Roles and entitlements')
export class RolesApiController extends GrantableController {
  constructor(
    protected readonly resources: RolesService,
    protected readonly members: MembersService,
  ) {
    super();
  }
}

@ApiController(`${ORGANIZATION}/entitlements`, 'Roles and entitlements')
export class EntitlementsApiController extends GrantableController {
  constructor(
    protected readonly resources: EntitlementsService,
    protected readonly members: MembersService,
  ) {
    super();
  }
}

function shown({ id, displayName, description }: Grantable) {
  return { id, displayName, description: description ?? null };
}
