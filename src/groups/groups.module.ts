import { Module } from '@nestjs/common';
import { ResourceModule } from '../scim/resource.module.js';
import { GroupMembersService } from './group-members.service.js';
import { GroupRelations } from './group-relations.js';
import { groupType } from './group-type.js';
import { GroupRow } from './group.entity.js';
import { GroupsRepository } from './groups.repository.js';
import { GroupsService } from './groups.service.js';
import { MembershipsModule } from './memberships/memberships.module.js';
import { ShownMembers } from './shown-members.js';

@Module({
  imports: [
    ResourceModule.forFeature({
      type: groupType,
      entity: GroupRow,
      repository: GroupsRepository,
      service: GroupsService,
      computed: ShownMembers,
      example: { displayName: 'Engineering', members: [] },
      // What a PATCH costs shall not depend on how many members the group has.
      patchAnswersWithResource: false,
      imports: [MembershipsModule],
    }),
    MembershipsModule,
  ],
  providers: [GroupRelations, GroupMembersService],
  exports: [ResourceModule, GroupMembersService],
})
export class GroupsModule {}
