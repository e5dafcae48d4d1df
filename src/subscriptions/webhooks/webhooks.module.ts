import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdminMailModule } from '../../messaging/admin-mail/admin-mail.module.js';
import { EventsModule } from '../../events/events.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { SecurityEventTokensModule } from '../security-events/security-event-tokens.module.js';
import { DeliveryFormats } from './delivery-format.js';
import { Destinations } from './destinations.js';
import { SecurityEventFormat } from './security-event.format.js';
import { WebhookAttempts } from './webhook-attempts.js';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import { WebhookDelivery } from './webhook-delivery.entity.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository.js';
import { WebhookMail } from './webhook-mail.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookFormat } from './webhook.format.js';
import { WebhooksService } from './webhooks.service.js';

/** Where events are sent: endpoints of applications, their secrets, and how one attempt is made. */
@Module({
  imports: [
    TypeOrmModule.forFeature([WebhookEndpoint, WebhookDelivery]),
    AdminMailModule,
    EventsModule,
    OrganizationsModule,
    SecretsModule,
    SecurityEventTokensModule,
  ],
  providers: [
    DeliveryFormats,
    Destinations,
    SecurityEventFormat,
    WebhookAttempts,
    WebhookDeliveriesRepository,
    WebhookEndpointsRepository,
    WebhookFormat,
    WebhookMail,
    WebhookSecrets,
    WebhookSender,
    WebhooksService,
  ],
  exports: [
    DeliveryFormats,
    WebhookAttempts,
    WebhookDeliveriesRepository,
    WebhookEndpointsRepository,
    WebhookMail,
    WebhookSecrets,
    WebhooksService,
  ],
})
export class WebhooksModule {}
