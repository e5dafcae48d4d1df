import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { ResourceTypesRegistry } from '../scim/discovery/resource-types.registry.js';
import { ScimModule } from '../scim/scim.module.js';
import { userType } from './user-type.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [ScimModule, EventsModule, MembershipsModule],
  controllers: [UsersController],
  providers: [UsersRepository, UsersService],
  exports: [UsersService],
})
export class UsersModule {
  constructor(registry: ResourceTypesRegistry) {
    registry.register(userType);
  }
}
