import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CommittedEvents } from './committed-events.js';
import { EventsRepository } from './events.repository.js';
import { StoredEvent } from './event.entity.js';
import { EventSequence } from './event-sequence.entity.js';

/** Tells what changed: one row a change, written in the change's own transaction. */
@Module({
  imports: [DiscoveryModule, TypeOrmModule.forFeature([StoredEvent, EventSequence])],
  providers: [CommittedEvents, EventsRepository],
  exports: [CommittedEvents, EventsRepository],
})
export class EventsModule {}
