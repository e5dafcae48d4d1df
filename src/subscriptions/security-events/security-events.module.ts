import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventsModule } from '../../events/events.module.js';
import { FeedModule } from '../feed/feed.module.js';
import { ScimModule } from '../../scim/scim.module.js';
import { ApplicationKey } from '../../scim-auth/application-keys/application-key.entity.js';
import { JwksController } from './http/jwks.controller.js';
import { PollController } from './http/poll.controller.js';
import { PollService } from './poll.service.js';
import { SecurityEventReceiver, SettledSecurityEvent } from './receiver.entity.js';
import { ReceiversRepository } from './receivers.repository.js';
import { ReceiversService } from './receivers.service.js';
import { SecurityEventTokensModule } from './security-event-tokens.module.js';

/** Gives security event tokens to those who poll (RFC 8936), and to everybody the key that proves them. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ApplicationKey, SecurityEventReceiver, SettledSecurityEvent]),
    EventsModule,
    FeedModule,
    ScimModule,
    SecurityEventTokensModule,
  ],
  controllers: [PollController, JwksController],
  providers: [PollService, ReceiversRepository, ReceiversService],
})
export class SecurityEventsModule {}
