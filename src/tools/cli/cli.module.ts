import { type DynamicModule, Module } from '@nestjs/common';
import { AdminsModule } from '../../access/admins/admins.module.js';
import { ApplicationKeysModule } from '../../scim-auth/application-keys/application-keys.module.js';
import { AuditModule } from '../../history/audit/audit.module.js';
import type { Configuration } from '../../platform/config/configuration.js';
import { ConfigurationModule } from '../../platform/config/configuration.module.js';
import { DatabaseModule } from '../../platform/database/database.module.js';
import { RESOURCE_MODULES } from '../../features.js';
import { EventsModule } from '../../events/events.module.js';
import { OnboardingModule } from '../../onboarding/onboarding.module.js';
import { HoldsModule } from '../../console-api/holds/holds.module.js';
import { MailModule } from '../../messaging/mail/mail.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { RequestsModule } from '../../history/requests/requests.module.js';
import { SchemasModule } from '../../organizations/schemas/schemas.module.js';
import { ScimAuthModule } from '../../scim-auth/scim-auth.module.js';
import { TimelineModule } from '../../history/timeline/timeline.module.js';
import { WebhooksModule } from '../../subscriptions/webhooks/webhooks.module.js';

/** What the command line needs of the application: its services, without the server. */
@Module({})
export class CliModule {
  static forRoot(configuration: Configuration): DynamicModule {
    return {
      module: CliModule,
      imports: [
        ConfigurationModule.forRoot(configuration),
        DatabaseModule,
        EventsModule,
        OrganizationsModule,
        ScimAuthModule,
        AdminsModule,
        ApplicationKeysModule,
        SchemasModule,
        ...RESOURCE_MODULES,
        OnboardingModule,
        HoldsModule,
        RequestsModule,
        TimelineModule,
        AuditModule,
        MailModule,
        WebhooksModule,
      ],
    };
  }
}
