import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdminMailModule } from '../messaging/admin-mail/admin-mail.module.js';
import { BreakerModule } from '../breaker/breaker.module.js';
import { EventsModule } from '../events/events.module.js';
import { InvitationsModule } from '../messaging/invitations/invitations.module.js';
import { LinksModule } from '../messaging/links/links.module.js';
import { MembershipsModule } from '../groups/memberships/memberships.module.js';
import { OutboxModule } from '../messaging/outbox/outbox.module.js';
import { ResourceModule } from '../scim/resource.module.js';
import { ScimModule } from '../scim/scim.module.js';
import { SessionsModule } from '../access/sessions/sessions.module.js';
import { AdoptionRule } from './adoption/adoption-rule.js';
import { Adoption } from './adoption/adoption.entity.js';
import { AdoptionsRepository } from './adoption/adoptions.repository.js';
import { AdoptionsService } from './adoption/adoptions.service.js';
import { SeatLimit } from './seat-limit.js';
import { FlipWarning } from './flip-warning.js';
import { UserAccess } from './user-access.js';
import { UserBreaker } from './user-breaker.js';
import { userCodec } from './user-codec.js';
import { UserEvents } from './user-events.js';
import { UserGroups } from './user-groups.js';
import { UserMailing } from './user-mailing.js';
import { UserRules } from './user-rules.js';
import { UserEmailRow } from './user-email.entity.js';
import { userExample, userType } from './user-type.js';
import { UserRow } from './user.entity.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [
    ResourceModule.forFeature({
      type: userType,
      entity: UserRow,
      repository: UsersRepository,
      service: UsersService,
      codec: userCodec,
      events: new UserEvents(),
      computed: UserGroups,
      example: userExample,
      imports: [MembershipsModule],
    }),
    TypeOrmModule.forFeature([UserEmailRow, Adoption]),
    ScimModule,
    EventsModule,
    InvitationsModule,
    AdminMailModule,
    LinksModule,
    OutboxModule,
    BreakerModule,
    SessionsModule,
  ],
  providers: [
    UserRules,
    SeatLimit,
    UserAccess,
    UserMailing,
    UserBreaker,
    FlipWarning,
    AdoptionsRepository,
    AdoptionRule,
    AdoptionsService,
  ],
  exports: [ResourceModule, UserRules, UserBreaker, AdoptionsService],
})
export class UsersModule {}
