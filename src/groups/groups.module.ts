import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { ResourceTypesRegistry } from '../scim/discovery/resource-types.registry.js';
import { ScimModule } from '../scim/scim.module.js';
import { UsersModule } from '../users/users.module.js';
import { groupType } from './group-type.js';
import { GroupsController } from './groups.controller.js';
import { GroupsRepository } from './groups.repository.js';
import { GroupsService } from './groups.service.js';

@Module({
  imports: [ScimModule, EventsModule, MembershipsModule, UsersModule],
  controllers: [GroupsController],
  providers: [GroupsRepository, GroupsService],
  exports: [GroupsService],
})
export class GroupsModule {
  constructor(registry: ResourceTypesRegistry) {
    registry.register(groupType);
  }
}
