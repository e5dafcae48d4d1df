import { type DynamicModule, Module } from '@nestjs/common';
import { EventsModule } from '../../events/events.module.js';
import { FeedModule } from '../feed/feed.module.js';
import { ObservabilityModule } from '../../platform/observability/observability.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { DeliveryOptions } from './delivery-options.js';
import { DeliveryPace } from './delivery-pace.js';
import { EndpointDelivery } from './endpoint-delivery.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { WebhookOutcomes } from './webhook-outcomes.js';
import { WebhookResults } from './webhook-results.js';
import { WebhookRetention } from './webhook-retention.js';
import { WebhookWorker } from './webhook-worker.js';
import { WebhooksModule } from './webhooks.module.js';

/** Delivers events to webhooks: for the server, and not for the command line. */
@Module({})
export class WebhookDeliveryModule {
  static forRoot(options?: Partial<DeliveryOptions>): DynamicModule {
    return {
      module: WebhookDeliveryModule,
      imports: [EventsModule, FeedModule, ObservabilityModule, OrganizationsModule, WebhooksModule],
      providers: [
        DeliveryPace,
        EndpointDelivery,
        WebhookMetrics,
        WebhookOutcomes,
        WebhookResults,
        WebhookRetention,
        WebhookWorker,
        { provide: DeliveryOptions, useValue: new DeliveryOptions(options) },
      ],
    };
  }
}
