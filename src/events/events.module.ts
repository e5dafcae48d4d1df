import { Module } from '@nestjs/common';
import { EventsRepository } from './events.repository.js';

/** Tells what changed: one row a change, written in the change's own transaction. */
@Module({ providers: [EventsRepository], exports: [EventsRepository] })
export class EventsModule {}
