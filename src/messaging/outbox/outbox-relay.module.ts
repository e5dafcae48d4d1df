import { type DynamicModule, Module } from '@nestjs/common';
import { ObservabilityModule } from '../../platform/observability/observability.module.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { OutboxModule } from './outbox.module.js';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxRetention } from './outbox-retention.js';
import { RelayOptions } from './relay-options.js';

/** Sends what is in the outbox: for the server, and not for the command line. */
@Module({})
export class OutboxRelayModule {
  static forRoot(options?: Partial<RelayOptions>): DynamicModule {
    return {
      module: OutboxRelayModule,
      imports: [ObservabilityModule, OutboxModule],
      providers: [
        OutboxMetrics,
        OutboxRelay,
        OutboxRetention,
        { provide: RelayOptions, useValue: new RelayOptions(options) },
      ],
    };
  }
}
