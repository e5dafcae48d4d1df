import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MembershipsModule } from './memberships/memberships.module.js';
import { ResourcesRegistry } from '../scim/resource/resources.registry.js';
import { ScimModule } from '../scim/scim.module.js';
import { GroupMembersService } from './group-members.service.js';
import { GroupRelations } from './group-relations.js';
import { GroupsController } from './groups.controller.js';
import { GroupsRepository } from './groups.repository.js';
import { GroupsService } from './groups.service.js';
import { GroupRow } from './group.entity.js';
import { ShownMembers } from './shown-members.js';

@Module({
  imports: [TypeOrmModule.forFeature([GroupRow]), ScimModule, MembershipsModule],
  controllers: [GroupsController],
  providers: [GroupsRepository, GroupRelations, ShownMembers, GroupsService, GroupMembersService],
  exports: [GroupsService, GroupMembersService],
})
export class GroupsModule {
  constructor(registry: ResourcesRegistry, groups: GroupsService) {
    registry.register(groups);
  }
}
