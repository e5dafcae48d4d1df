import { Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { GroupMembersService } from '../groups/group-members.service.js';
import { GroupsService } from '../groups/groups.service.js';
import { MembersService } from '../onboarding/members.service.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { PageQuery } from '../platform/http/page-query.js';

const SHOWN = { attributes: ['displayName', 'externalId', 'meta'], excludedAttributes: [] };

class GroupsQuery extends PageQuery {
  @ApiProperty({ required: false, description: 'How the name begins.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  search?: string;
}

/** Groups are made by identity providers alone. */
const SOURCE = 'scim';

interface ScimGroup {
  readonly id: string;
  readonly displayName: string;
  readonly externalId?: string;
  readonly meta: { readonly created: string; readonly lastModified: string };
}

/** Groups of an organization, which its identity provider pushes. */
@ApiController(`${ORGANIZATION}/groups`, 'Groups')
export class GroupsApiController {
  constructor(
    private readonly groups: GroupsService,
    private readonly groupMembers: GroupMembersService,
    private readonly members: MembersService,
  ) {}

  /** By name. */
  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId, actor }: Acting, @Query() { after, limit, search }: GroupsQuery) {
    const context = await this.members.contextOf(organizationId, actor);
    const filter = search ? `displayName sw ${JSON.stringify(search)}` : undefined;
    const paging = { descending: false, startIndex: 1, count: limit, cursor: after };
    const found = await this.groups.search(context, { ...SHOWN, ...paging, filter, sortBy: 'displayName' });
    const { Resources = [], nextCursor = null } = found as { Resources?: ScimGroup[]; nextCursor?: string };
    const sizes = await this.groupMembers.sizes(
      organizationId,
      Resources.map(({ id }) => id),
    );
    return { groups: Resources.map((group) => shown(group, sizes.get(group.id) ?? 0)), next: nextCursor };
  }

  @Get(':id')
  @ForAdmins()
  async get(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    const context = await this.members.contextOf(organizationId, actor);
    const { body } = await this.groups.get(context, id, SHOWN);
    const sizes = await this.groupMembers.sizes(organizationId, [id]);
    return shown(body as ScimGroup, sizes.get(id) ?? 0);
  }

  /** In the order of their ids. */
  @Get(':id/members')
  @ForAdmins()
  async listMembers(
    @ActingAdmin() { organizationId }: Acting,
    @Param('id') id: string,
    @Query() { after, limit }: PageQuery,
  ) {
    const members = await this.groupMembers.page(organizationId, id, after, limit);
    return { members, next: members.length < limit ? null : members.at(-1)!.id };
  }
}

function shown(
  { id, displayName, externalId = null, meta }: Omit<ScimGroup, 'externalId'> & { externalId?: string | null },
  members: number,
) {
  return {
    id,
    displayName,
    externalId,
    members,
    source: SOURCE,
    created: meta.created,
    lastModified: meta.lastModified,
  };
}
