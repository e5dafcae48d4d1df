import { Module } from '@nestjs/common';
import { ApplicationKeysModule } from '../../scim-auth/application-keys/application-keys.module.js';
import { EventsModule } from '../../events/events.module.js';
import { WrongKeysModule } from '../../platform/http/wrong-keys.module.js';
import { ObservabilityModule } from '../../platform/observability/observability.module.js';
import { Arrivals } from './arrivals.js';
import { EventStream } from './event-stream.js';
import { FeedController } from './feed.controller.js';
import { FeedService } from './feed.service.js';
import { StreamOptions } from './stream-options.js';

/** Tells applications what changed: pages, requests that are held, and a stream. */
@Module({
  imports: [ApplicationKeysModule, EventsModule, ObservabilityModule, WrongKeysModule],
  controllers: [FeedController],
  providers: [Arrivals, EventStream, FeedService, StreamOptions],
  exports: [ApplicationKeysModule, Arrivals, FeedService, WrongKeysModule],
})
export class FeedModule {}
