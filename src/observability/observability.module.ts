import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { OutboxModule } from '../outbox/outbox.module.js';
import { HealthController } from './health.controller.js';
import { Log } from './log.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { RequestLog } from './request-log.js';
import { Shutdown } from './shutdown.js';

/** What operators see: health, metrics and logs. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), OutboxModule],
  controllers: [HealthController, MetricsController],
  providers: [Shutdown, Metrics, OutboxMetrics, Log, RequestLog],
  exports: [Shutdown, Log, RequestLog],
})
export class ObservabilityModule {}
