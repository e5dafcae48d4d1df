import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AccessModule } from './access/access.module.js';
import { AdminApiModule } from './console-api/admin-api.module.js';
import { AsyncRequestsModule } from './async-requests/async-requests.module.js';
import { AuditRetentionModule } from './history/audit/audit-retention.module.js';
import { BreakerMetricsModule } from './breaker/breaker-metrics.module.js';
import type { Configuration } from './platform/config/configuration.js';
import { BodyModule } from './platform/http/body/body.module.js';
import { ConfigurationModule } from './platform/config/configuration.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { FeedModule } from './subscriptions/feed/feed.module.js';
import { FoundKeysModule } from './access/found-keys/found-keys.module.js';
import { RESOURCE_MODULES } from './features.js';
import { KeyExpiryModule } from './scim-auth/key-expiry/key-expiry.module.js';
import { MailModule } from './messaging/mail/mail.module.js';
import { ObservabilityModule } from './platform/observability/observability.module.js';
import { OnboardingModule } from './onboarding/onboarding.module.js';
import { OutboxRelayModule } from './messaging/outbox/outbox-relay.module.js';
import { PagesModule } from './web/pages/pages.module.js';
import { RequestRecordingModule } from './history/requests/request-recording.module.js';
import { RequestsModule } from './history/requests/requests.module.js';
import { ScimAuthModule } from './scim-auth/scim-auth.module.js';
import { ScimFallbackModule } from './scim/scim-fallback.module.js';
import { ScimModule } from './scim/scim.module.js';
import { SecurityEventsModule } from './subscriptions/security-events/security-events.module.js';
import { MembershipHistoryWritingModule } from './history/timeline/membership-history-writing.module.js';
import { TimelineModule } from './history/timeline/timeline.module.js';
import { AllExceptionsFilter } from './web/all-exceptions.filter.js';
import { WebhookDeliveryModule } from './subscriptions/webhooks/webhook-delivery.module.js';

/** The server. Routes are looked for in the order of this list. */
@Module({
  imports: [
    ...RESOURCE_MODULES,
    DatabaseModule,
    ObservabilityModule,
    ScimAuthModule,
    BodyModule,
    ScimModule,
    AccessModule,
    OnboardingModule,
    AdminApiModule,
    FoundKeysModule,
    RequestsModule,
    RequestRecordingModule,
    BreakerMetricsModule,
    TimelineModule,
    MembershipHistoryWritingModule,
    FeedModule,
    AuditRetentionModule,
    SecurityEventsModule,
    MailModule,
    KeyExpiryModule,
    OutboxRelayModule.forRoot(),
    WebhookDeliveryModule.forRoot(),
    AsyncRequestsModule.forRoot(),
    PagesModule,
    ScimFallbackModule,
  ],
  providers: [{ provide: APP_FILTER, useClass: AllExceptionsFilter }],
})
export class AppModule {
  static forRoot(configuration: Configuration): DynamicModule {
    return { module: AppModule, imports: [ConfigurationModule.forRoot(configuration)] };
  }
}
