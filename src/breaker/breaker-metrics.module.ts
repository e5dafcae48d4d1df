import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { ObservabilityModule } from '../platform/observability/observability.module.js';
import { BreakerMetrics } from './breaker-metrics.js';
import { BreakerModule } from './breaker.module.js';

/** Figures of the breakers: for the server, and not for the command line. */
@Module({ imports: [BreakerModule, EventsModule, ObservabilityModule], providers: [BreakerMetrics] })
export class BreakerMetricsModule {}
