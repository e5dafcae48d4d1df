import { Module } from '@nestjs/common';
import { EventsModule } from '../../events/events.module.js';
import { FeedModule } from '../feed/feed.module.js';
import { ScimModule } from '../../scim/scim.module.js';
import { JwksController } from './http/jwks.controller.js';
import { PollController } from './http/poll.controller.js';
import { PollService } from './poll.service.js';
import { ReceiversRepository } from './receivers.repository.js';
import { ReceiversService } from './receivers.service.js';
import { SecurityEventTokensModule } from './security-event-tokens.module.js';

/** Gives security event tokens to those who poll (RFC 8936), and to everybody the key that proves them. */
@Module({
  imports: [EventsModule, FeedModule, ScimModule, SecurityEventTokensModule],
  controllers: [PollController, JwksController],
  providers: [PollService, ReceiversRepository, ReceiversService],
})
export class SecurityEventsModule {}
