/** A process that does nothing but send: the built relay, with times that suit a test. For `relay-kill.e2e-spec.ts`. */
import { NestFactory } from '@nestjs/core';
import { ConfigurationModule } from '../../dist/platform/config/configuration.module.js';
import { loadConfiguration } from '../../dist/platform/config/load-configuration.js';
import { DatabaseModule } from '../../dist/platform/database/database.module.js';
import { MailModule } from '../../dist/messaging/mail/mail.module.js';
import { OutboxRelayModule } from '../../dist/messaging/outbox/outbox-relay.module.js';

class RelayProcess {}

const relay = OutboxRelayModule.forRoot({
  pollInterval: 50,
  lease: 1_500,
  patience: 1_000,
  minBackoff: 10,
  maxBackoff: 100,
});
const imports = [ConfigurationModule.forRoot(loadConfiguration()), DatabaseModule, MailModule, relay];
await NestFactory.createApplicationContext({ module: RelayProcess, imports }, { logger: false });
process.send('started');
