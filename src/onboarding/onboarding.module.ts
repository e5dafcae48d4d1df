import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '../access/access.module.js';
import { AdminMailModule } from '../messaging/admin-mail/admin-mail.module.js';
import { EventsModule } from '../events/events.module.js';
import { InvitationsModule } from '../messaging/invitations/invitations.module.js';
import { KeysModule } from './keys/keys.module.js';
import { LinksModule } from '../messaging/links/links.module.js';
import { MembershipsModule } from '../groups/memberships/memberships.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { OutboxModule } from '../messaging/outbox/outbox.module.js';
import { SchemasModule } from '../organizations/schemas/schemas.module.js';
import { SessionsModule } from '../access/sessions/sessions.module.js';
import { UserRow } from '../users/user.entity.js';
import { UsersModule } from '../users/users.module.js';
import { AcceptanceService } from './acceptance.service.js';
import { AddressService } from './address.service.js';
import { ConfirmationService } from './confirmation.service.js';
import { KeyRotationsController } from './http/key-rotations.controller.js';
import { LinksController } from './http/links.controller.js';
import { MeController } from './http/me.controller.js';
import { MembersController } from './http/members.controller.js';
import { SessionsController } from './http/sessions.controller.js';
import { LinkPurposes } from './link-purposes.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';
import { OnboardingMail } from './onboarding-mail.js';
import { OwnKeyService } from './own-key.service.js';
import { KeyRotation, KeyRotationKey } from './rotation/key-rotation.entity.js';
import { KeyRotationRetention } from './rotation/key-rotation-retention.js';
import { KeyRotationsRepository } from './rotation/key-rotations.repository.js';
import { KeyRotationsService } from './rotation/key-rotations.service.js';
import { SignInService } from './sign-in.service.js';

/** Invite → accept → confirm, and what admins and people do on the way. */
@Module({
  imports: [
    TypeOrmModule.forFeature([KeyRotation, KeyRotationKey, UserRow]),
    AccessModule,
    AdminMailModule,
    EventsModule,
    OutboxModule,
    LinksModule,
    KeysModule,
    SessionsModule,
    InvitationsModule,
    OrganizationsModule,
    MembershipsModule,
    SchemasModule,
    UsersModule,
  ],
  controllers: [LinksController, SessionsController, MeController, MembersController, KeyRotationsController],
  providers: [
    MembersRepository,
    OnboardingMail,
    LinkPurposes,
    AcceptanceService,
    SignInService,
    AddressService,
    ConfirmationService,
    KeyRotationsRepository,
    KeyRotationsService,
    KeyRotationRetention,
    OwnKeyService,
    MembersService,
  ],
  exports: [MembersService, MembersRepository],
})
export class OnboardingModule {}
