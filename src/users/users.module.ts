import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdminMailModule } from '../messaging/admin-mail/admin-mail.module.js';
import { BreakerModule } from '../breaker/breaker.module.js';
import { EventsModule } from '../events/events.module.js';
import { GovernanceModule } from '../governance/governance.module.js';
import { InvitationsModule } from '../messaging/invitations/invitations.module.js';
import { LinksModule } from '../messaging/links/links.module.js';
import { MembershipsModule } from '../groups/memberships/memberships.module.js';
import { OutboxModule } from '../messaging/outbox/outbox.module.js';
import { ResourcesRegistry } from '../scim/resource/resources.registry.js';
import { ScimModule } from '../scim/scim.module.js';
import { SessionsModule } from '../access/sessions/sessions.module.js';
import { AdoptionRule } from './adoption/adoption-rule.js';
import { Adoption } from './adoption/adoption.entity.js';
import { AdoptionsRepository } from './adoption/adoptions.repository.js';
import { AdoptionsService } from './adoption/adoptions.service.js';
import { SeatLimit } from './seat-limit.js';
import { UserAccess } from './user-access.js';
import { UserBreaker } from './user-breaker.js';
import { UserGroups } from './user-groups.js';
import { UserMailing } from './user-mailing.js';
import { UserRules } from './user-rules.js';
import { UserEmailRow } from './user-email.entity.js';
import { UserRow } from './user.entity.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([UserRow, UserEmailRow, Adoption]),
    ScimModule,
    EventsModule,
    MembershipsModule,
    GovernanceModule,
    InvitationsModule,
    AdminMailModule,
    LinksModule,
    OutboxModule,
    BreakerModule,
    SessionsModule,
  ],
  controllers: [UsersController],
  providers: [
    UsersRepository,
    UserRules,
    SeatLimit,
    UserAccess,
    UserGroups,
    UserMailing,
    UserBreaker,
    UsersService,
    AdoptionsRepository,
    AdoptionRule,
    AdoptionsService,
  ],
  exports: [UsersService, UsersRepository, UserRules, UserBreaker, AdoptionsService],
})
export class UsersModule {
  constructor(registry: ResourcesRegistry, users: UsersService) {
    registry.register(users);
  }
}
