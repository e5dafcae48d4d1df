import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AdminMailModule } from '../messaging/admin-mail/admin-mail.module.js';
import { ApplicationKeysModule } from '../scim-auth/application-keys/application-keys.module.js';
import { AuditModule } from '../history/audit/audit.module.js';
import { GovernanceModule } from '../governance/governance.module.js';
import { GroupsModule } from '../groups/groups.module.js';
import { HoldsModule } from './holds/holds.module.js';
import { MailModule } from '../messaging/mail/mail.module.js';
import { OnboardingModule } from '../onboarding/onboarding.module.js';
import { SchemasModule } from '../organizations/schemas/schemas.module.js';
import { ScimAuthModule } from '../scim-auth/scim-auth.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { UsersModule } from '../users/users.module.js';
import { WebhooksModule } from '../subscriptions/webhooks/webhooks.module.js';
import { AdoptionsController } from './adoptions.controller.js';
import { AuditController } from './audit.controller.js';
import { BreakerController } from './breaker.controller.js';
import { ConnectionTest } from './connection-test.js';
import { ExtensionsController } from './extensions.controller.js';
import { EntitlementsApiController, RolesApiController } from './grantable.controller.js';
import { GroupsApiController } from './groups.controller.js';
import { ApplicationKeysController, ConnectionTestController, KeysController } from './keys.controller.js';
import { MailsController } from './mails.controller.js';
import { MembersApiController } from './members.controller.js';
import { OrganizationController, OrganizationsController } from './organizations.controller.js';
import { WebhooksController } from './webhooks.controller.js';

/** What admins do over HTTP, by the services that the command line uses too. */
@Module({
  imports: [
    AccessModule,
    AdminMailModule,
    ApplicationKeysModule,
    AuditModule,
    GovernanceModule,
    GroupsModule,
    HoldsModule,
    MailModule,
    OnboardingModule,
    SchemasModule,
    ScimAuthModule,
    StatisticsModule,
    UsersModule,
    WebhooksModule,
  ],
  controllers: [
    OrganizationsController,
    OrganizationController,
    KeysController,
    ApplicationKeysController,
    ConnectionTestController,
    MembersApiController,
    GroupsApiController,
    ExtensionsController,
    RolesApiController,
    EntitlementsApiController,
    AuditController,
    WebhooksController,
    BreakerController,
    AdoptionsController,
    MailsController,
  ],
  providers: [ConnectionTest],
})
export class AdminApiModule {}
