/** A process that does nothing but deliver to webhooks: the built worker, with times that suit a test. For `webhook-kill.e2e-spec.ts`. */
import { NestFactory } from '@nestjs/core';
import { ConfigurationModule } from '../../dist/platform/config/configuration.module.js';
import { loadConfiguration } from '../../dist/platform/config/load-configuration.js';
import { DatabaseModule } from '../../dist/platform/database/database.module.js';
import { WebhookDeliveryModule } from '../../dist/subscriptions/webhooks/webhook-delivery.module.js';

class WorkerProcess {}

const worker = WebhookDeliveryModule.forRoot({
  pollInterval: 50,
  lease: 1_500,
  patience: 1_000,
  minBackoff: 10,
  maxBackoff: 100,
});
const imports = [ConfigurationModule.forRoot(loadConfiguration()), DatabaseModule, worker];
await NestFactory.createApplicationContext({ module: WorkerProcess, imports }, { logger: false });
process.send('started');
