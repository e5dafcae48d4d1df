import { Module } from '@nestjs/common';
import { CommittedEvents } from './committed-events.js';
import { EventsRepository } from './events.repository.js';

/** Tells what changed: one row a change, written in the change's own transaction. */
@Module({ providers: [CommittedEvents, EventsRepository], exports: [CommittedEvents, EventsRepository] })
export class EventsModule {}
