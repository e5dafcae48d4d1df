import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { FeedModule } from '../feed/feed.module.js';
import { ScimModule } from '../scim/scim.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { JwksController } from './http/jwks.controller.js';
import { PollController } from './http/poll.controller.js';
import { PollService } from './poll.service.js';
import { PushFormat } from './push-format.js';
import { ReceiversRepository } from './receivers.repository.js';
import { ReceiversService } from './receivers.service.js';
import { SecurityEventTokensService } from './security-event-tokens.service.js';
import { SigningKeyService } from './signing-key.service.js';

/** Tells events as security event tokens (RFC 8417, RFC 9967), polled (RFC 8936) or pushed (RFC 8935). */
@Module({
  imports: [EventsModule, FeedModule, ScimModule, SecretsModule],
  controllers: [PollController, JwksController],
  providers: [
    PollService,
    PushFormat,
    ReceiversRepository,
    ReceiversService,
    SecurityEventTokensService,
    SigningKeyService,
  ],
  exports: [PushFormat],
})
export class SecurityEventsModule {}
