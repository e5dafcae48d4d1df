import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { GovernanceModule } from '../governance/governance.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { ResourcesRegistry } from '../scim/resource/resources.registry.js';
import { ScimModule } from '../scim/scim.module.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [ScimModule, EventsModule, MembershipsModule, GovernanceModule],
  controllers: [UsersController],
  providers: [UsersRepository, UsersService],
  exports: [UsersService],
})
export class UsersModule {
  constructor(registry: ResourcesRegistry, users: UsersService) {
    registry.register(users);
  }
}
