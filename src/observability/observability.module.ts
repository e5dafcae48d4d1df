import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { OutboxModule } from '../outbox/outbox.module.js';
import { RequestRecordingModule } from '../requests/request-recording.module.js';
import { HealthController } from './health.controller.js';
import { Log } from './log.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { OutboxMetrics } from './outbox-metrics.js';
import { RequestLog } from './request-log.js';
import { RequestLogMetrics } from './request-log-metrics.js';
import { Shutdown } from './shutdown.js';

/** What operators see: health, metrics and logs. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), OutboxModule, RequestRecordingModule],
  controllers: [HealthController, MetricsController],
  providers: [Shutdown, Metrics, OutboxMetrics, Log, RequestLog, RequestLogMetrics],
  exports: [Shutdown, Log, Metrics, RequestLog],
})
export class ObservabilityModule {}
