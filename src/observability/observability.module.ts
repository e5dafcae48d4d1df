import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { BreakerModule } from '../breaker/breaker.module.js';
import { EventsModule } from '../events/events.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { RequestRecordingModule } from '../requests/request-recording.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { BreakerMetrics } from './breaker-metrics.js';
import { Forwarding } from './forwarding.js';
import { HealthController } from './health.controller.js';
import { Log } from './log.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { RequestLog } from './request-log.js';
import { RequestLogMetrics } from './request-log-metrics.js';
import { Shutdown } from './shutdown.js';
import { Warnings } from './warnings.js';

/** What operators see: health, metrics and logs. */
@Module({
  imports: [
    TerminusModule.forRoot({ logger: false }),
    OutboxModule,
    RequestRecordingModule,
    EventsModule,
    BreakerModule,
    SecretsModule,
  ],
  controllers: [HealthController, MetricsController],
  providers: [
    Forwarding,
    Shutdown,
    Metrics,
    OutboxMetrics,
    BreakerMetrics,
    Log,
    RequestLog,
    RequestLogMetrics,
    Warnings,
  ],
  exports: [Forwarding, Shutdown, Log, Metrics, RequestLog, Warnings],
})
export class ObservabilityModule {}
