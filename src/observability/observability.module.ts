import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { LoggerModule } from 'nestjs-pino';
import { Configuration } from '../config/configuration.js';
import { HealthController } from './health.controller.js';
import { logging } from './logging.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { Shutdown } from './shutdown.js';

/** What operators see: health, metrics and logs. */
@Module({
  imports: [
    TerminusModule.forRoot({ logger: false }),
    LoggerModule.forRootAsync({ inject: [Configuration], useFactory: logging }),
  ],
  controllers: [HealthController, MetricsController],
  providers: [Shutdown, Metrics],
  exports: [Shutdown, Metrics],
})
export class ObservabilityModule {}
