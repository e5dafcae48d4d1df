import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { WrongKeysModule } from '../http/wrong-keys.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { Forwarding } from './forwarding.js';
import { HealthController } from './health.controller.js';
import { Log } from './log.js';
import { Metrics } from './metrics.js';
import { MetricsTokenStrategy } from './metrics-token.strategy.js';
import { MetricsController } from './metrics.controller.js';
import { Shutdown } from './shutdown.js';
import { Warnings } from './warnings.js';

/** What operators see: health, metrics and logs. */
@Module({
  imports: [TerminusModule.forRoot({ logger: false }), SecretsModule, WrongKeysModule],
  controllers: [HealthController, MetricsController],
  providers: [Forwarding, Shutdown, Metrics, MetricsTokenStrategy, Log, Warnings],
  exports: [Forwarding, Shutdown, Log, Metrics, Warnings],
})
export class ObservabilityModule {}
