import { Module } from '@nestjs/common';
import { ApplicationKeysModule } from '../application-keys/application-keys.module.js';
import { EventsModule } from '../events/events.module.js';
import { ObservabilityModule } from '../observability/observability.module.js';
import { Arrivals } from './arrivals.js';
import { FeedController } from './feed.controller.js';
import { FeedService } from './feed.service.js';

/** Tells applications what changed: pages, and requests that are held. */
@Module({
  imports: [ApplicationKeysModule, EventsModule, ObservabilityModule],
  controllers: [FeedController],
  providers: [Arrivals, FeedService],
  exports: [FeedService],
})
export class FeedModule {}
